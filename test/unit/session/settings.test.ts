import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clientOf } from '../../../server/src/session/client.ts';
import { defaultSettings, settingsOf } from '../../../server/src/session/settings.ts';

test('whatever a client sends, settings are usable, and what is wrong is the default', () => {
  fc.assert(
    fc.property(fc.anything(), (given) => {
      const { problems, rules, ownDomains } = settingsOf(given);
      assert.ok(Number.isInteger(problems.maximum) && problems.maximum >= 0 && problems.maximum <= 1000);
      assert.equal(typeof rules, 'string');
      assert.ok(ownDomains.every((domain) => typeof domain === 'string'));
    }),
  );
  assert.deepEqual(settingsOf(undefined), defaultSettings);
  assert.deepEqual(settingsOf({ problems: { maximum: 'many', severity: { 'bad-mailbox': 'loud', policy: 'off' } } }).problems, {
    maximum: 50,
    severity: { policy: 'off' },
  });
});

test('a client that says nothing gets plain text, pushed problems and UTF-16', () => {
  const client = clientOf({ processId: null, rootUri: null, capabilities: {} });
  assert.deepEqual(
    [client.encoding, client.markdown, client.pullsDiagnostics, client.configuration, client.readsFiles],
    ['utf-16', false, false, false, false],
  );
});

test('a reference scheme that is no scheme is not used', () => {
  const schemeOf = (referenceScheme: unknown) =>
    clientOf({ processId: null, rootUri: null, capabilities: {}, initializationOptions: { mailLog: { referenceScheme } } }).referenceScheme;
  assert.equal(schemeOf('mail-log-reference'), 'mail-log-reference');
  assert.equal(schemeOf('javascript:alert(1)//'), null);
  assert.equal(schemeOf(7), null);
});
