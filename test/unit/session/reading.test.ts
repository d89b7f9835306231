import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine, Part } from '../../../server/src/core.ts';
import { type Control, Reading } from '../../../server/src/session/reading.ts';
import type { Session } from '../../../server/src/session/session.ts';
import { idOf, message } from '../ordinary/healthy.ts';
import { bytesOf, partOf, summaryOf } from '../ordinary/reading.ts';

const engine = createEngine({ timeZone: 'UTC', now: () => Date.UTC(2026, 10, 23, 18) });

/** A host without threads, as a browser is, in which one log lies. */
function sessionWith(log: string): Session {
  const host = {
    find: async () => undefined,
    engineFor: async () => engine,
    files: {
      list: async () => null,
      async *read() {
        const bytes = bytesOf(log);
        for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
      },
    },
    logs: { get: () => undefined },
    runtime: { files: { canRead: () => false }, pause: async () => {} },
  };
  return host as unknown as Session;
}

const control = {
  token: { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) },
  progress: { report() {} },
} as unknown as Control;

test('a host without threads reads a log with the scanner, to the same numbers as with care, the last line without its ending too', async () => {
  const log = Array.from({ length: 700 }, (_, number) => message(number).join(''))
    .join('')
    .slice(0, -1);
  assert.ok(log.endsWith(`${idOf(699)}: removed`));
  const reading = await Reading.of(sessionWith(log), ['mail.log']);
  const part = engine.newPart(reading.tables);
  let careful = 0;
  const add = part.add.bind(part);
  part.add = (row) => {
    careful++;
    return add(row);
  };
  await reading.run(part, control);
  assert.deepEqual(reading.failed, []);
  assert.ok(careful < 1000, `${careful} of 3500 lines were read with care`);
  const { inputs } = part.finish(engine.reference());
  assert.equal(inputs[0].bytes, log.length);
  const whole = JSON.parse(summaryOf(partOf(log, { scanner: false })));
  assert.deepEqual({ ...JSON.parse(summaryOf(part)), inputs: [] }, { ...whole, inputs: [] });
  assert.ok(part instanceof Part);
});
