import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { logPath, logText, summaryOf } from '../summary/fold.ts';

interface Truth {
  recipients: { address: string; final: { host?: string; lines?: string[] } }[];
}

/**
 * By hand, from what the scripted receivers of the test bed did: one in five addresses was made up (list-quality); a receiver asked Spamhaus ZEN and found the
 * sender on it; spam, policy and reputation refusals come from several receivers (content-or-reputation); web.de refuses every connection, ehlo-reject.example every EHLO. Nothing
 * fails SPF, DKIM or DMARC; each receiver has too little mail for a rate limit; the queue drains; no account, no alias target, no notice to a stranger.
 */
const expected: Record<string, string[]> = {
  'postfix-syslog/mail.log': ['blocklisted', 'content-or-reputation', 'list-quality', 'receiver-refusing web.de'],
  'postfix-iso/mail.log': [
    'blocklisted',
    'content-or-reputation',
    'list-quality',
    'receiver-refusing ehlo-reject.example',
    'receiver-refusing web.de',
  ],
  'postfix-shortqid/mail.log': ['blocklisted', 'content-or-reputation', 'list-quality'],
};

for (const [log, ids] of Object.entries(expected)) {
  test(`${log}: the findings that its servers' scripts must give, and no others`, () => {
    const { findings, health } = summaryOf(logText(log));
    assert.deepEqual(findings.map(({ id, receiver }) => (receiver ? `${id} ${receiver}` : id)).sort(), ids);
    assert.equal(health.state, 'damage');
  });

  test(`${log}: as many deliveries met the block list as the receiver says it refused for it`, () => {
    const truth: Truth = JSON.parse(readFileSync(logPath(log.replace('mail.log', 'truth.json')), 'utf8'));
    const refused = truth.recipients.filter(({ final }) => final.lines?.some((line) => line.includes('zen.spamhaus.org')));
    const found = summaryOf(logText(log)).findings.find(({ id }) => id === 'blocklisted');
    assert.equal(found?.count, refused.length);
    assert.match(found?.title ?? '', /^203\.0\.113\.25 is listed at Spamhaus ZEN/);
  });

  test(`${log}: every evidence line names the trouble it stands for`, () => {
    const lines = logText(log).split('\n');
    const { findings, suppressions } = summaryOf(logText(log));
    for (const { id, evidence } of findings)
      for (const { line } of evidence) assert.match(lines[line - 1], /status=(bounced|deferred|expired)/, `${id} ${line}`);
    for (const { address, evidence } of suppressions) assert.ok(lines[evidence.line - 1].toLowerCase().includes(address.toLowerCase()), address);
  });
}
