import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Part } from '../../../server/src/core.ts';
import { said, sent, unknownUser, unreached } from '../../synthetic/scenario.ts';
import { sent as fromThread, partOf, reference, rowsOf } from '../summary/fold.ts';
import { gmail, hour, minute, ordinary, scene, start } from './scenes.ts';

/** A log with many findings at once. */
function everything() {
  const log = ordinary(scene(), 400, { to: start + 4 * hour });
  log.mails(260, { from: start + 2 * hour, to: start + 4 * hour }, (index) => ({
    to: `r${index}@gmail.com`,
    ...gmail,
    attempts: index % 3 ? [said('deferred', '421 4.7.28 rate limited'), sent(600)] : [unknownUser()],
  }));
  log.mails(6, { from: start, to: start + hour }, (index) => ({
    to: `w${index}@web.de`,
    relay: 'mx-ha02.web.de',
    attempts: [said('deferred', '450 4.7.1 Service refused by policy')],
  }));
  log.mails(60, { from: start + hour, to: start + 1.2 * hour }, (index) => ({
    to: `d${index}@down${index % 9}.example`,
    attempts: [unreached(`mx.down${index % 9}.example`), unreached(`mx.down${index % 9}.example`, 5000)],
  }));
  log.mails(5, { from: start, to: start + minute }, (index) => ({ to: `gone${index}@gmail.com`, ...gmail, attempts: [unknownUser()] }));
  log.mails(5, { from: start + 3 * hour, to: start + 3 * hour + minute }, (index) => ({
    to: `gone${index}@gmail.com`,
    ...gmail,
    attempts: [unknownUser()],
  }));
  log.mails(25, { from: start, to: start + 3 * hour }, (index) => ({
    from: `v${index}@place${index}.example`,
    client: 'unknown[203.0.113.66]',
    to: `n${index}@shop.example`,
    agent: 'lmtp',
    relay: 'store.shop.example',
    attempts: [unknownUser()],
    notice: true,
  }));
  log.mail({
    at: start,
    to: 'x@partner.example',
    attempts: [said('bounced', '554 5.7.1 Client host [203.0.113.25] blocked using zen.spamhaus.org')],
  });
  log.mails(130, { from: start + 3 * hour, to: start + 3.9 * hour }, (index) => ({
    account: 'anna',
    client: `unknown[203.${index % 8}.113.7]`,
    to: `v${index}@firm${index % 9}.example`,
    attempts: [sent()],
  }));
  return rowsOf(log.text());
}

test('a log cut anywhere and merged gives the findings, suppressions and health of the whole', () => {
  const rows = everything();
  const { length } = rows.rows;
  const whole = partOf(rows, 0, length).finish(reference);
  assert.ok(whole.findings.length >= 6, whole.findings.map(({ id }) => id).join());
  for (let cut = 37; cut < length; cut += 211) {
    const part = partOf(rows, 0, cut);
    part.merge(partOf(rows, cut, length));
    const { findings, health, suppressions } = part.finish(reference);
    assert.deepEqual(
      { findings, health, suppressions },
      { findings: whole.findings, health: whole.health, suppressions: whole.suppressions },
      `cut behind line ${cut}`,
    );
  }
});

test('parts of threads, merged from the right, give them too', () => {
  const rows = everything();
  const { length } = rows.rows;
  const whole = partOf(rows, 0, length).finish(reference);
  const cuts = [0, 0.11, 0.3, 0.31, 0.7, 0.95, 1].map((share) => Math.floor(share * length));
  const parts = cuts.slice(1).map((to, at) => Part.from(fromThread(partOf(rows, cuts[at], to))));
  const merged = parts.reduceRight((later, part) => {
    part.merge(later);
    return part;
  });
  assert.deepEqual(merged.finish(reference), whole);
});
