import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Summary } from '../../../server/src/core.ts';
import { eventsOf } from '../../golden/events.ts';
import { log, logText, summaryOf } from '../summary/fold.ts';

const linesOf = (name: string) => logText(name).trimEnd().split('\n');
const postfix = linesOf('postfix-shortqid/mail.log');
/** As Exim writes to syslog. */
const eximInSyslog = linesOf('exim/mainlog').map((line) => line.replace(/^2026-11-23 (\S+) /, 'Nov 23 $1 mx3 exim[4293]: '));
const ownFile = "Exim's own file";
const relays: Record<string, string[]> = {
  sendmail: linesOf('sendmail/mail.log'),
  'sendmail with lists': linesOf('sendmail-lists/mail.log').map((line) => line.replace('Nov 24', 'Nov 23')),
  OpenSMTPD: linesOf('opensmtpd/mail.log'),
  'Exim in syslog': eximInSyslog,
  'Exim in syslog, with its own time as well': linesOf('exim/mainlog').map((line) =>
    line.replace(/^2026-11-23 (\S+) /, 'Nov 23 $1 mx3 exim[4293]: 2026-11-23 $1 '),
  ),
  [ownFile]: linesOf('exim/mainlog'),
};

/** Lines of two logs in one, those of each in their order; `choice` says how many of each by turns. */
function interleaved([one, other]: readonly (readonly string[])[], choice: readonly number[]): string {
  const lines: string[] = [];
  for (let turn = 0, i = 0, j = 0; i < one.length || j < other.length; turn++) {
    const from = turn % 2 === 0 ? i : j;
    const to = from + 1 + choice[turn % choice.length];
    lines.push(...(turn % 2 === 0 ? one : other).slice(from, to));
    if (turn % 2 === 0) i = to;
    else j = to;
  }
  return log(...lines);
}

/** What must be that of Postfix's log alone. */
function ofPostfix({ totals, senderDomains, recipientDomains, senders, receivers }: Summary): unknown {
  const { attempts: _, rejections: __, ...deliveries } = totals;
  const ended = receivers.map(({ receiver, deliveries, delivered, deferred, bounced, expired, reasons, delay }) => ({
    receiver,
    deliveries,
    delivered,
    deferred,
    bounced,
    expired,
    reasons,
    delay,
  }));
  return { deliveries, senderDomains, recipientDomains, senders, ended: ended.filter((one) => one.deliveries > 0) };
}

const alone = summaryOf(log(...postfix));

for (const [name, lines] of Object.entries(relays)) {
  const other = summaryOf(log(...lines));

  test(`a log of Postfix and ${name} counts what both count alone, whoever writes more and in whatever order`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }), fc.boolean(), (choice, few) => {
        const part = few ? postfix.slice(0, 300) : postfix;
        const own = few ? summaryOf(log(...part)) : alone;
        const summary = summaryOf(interleaved([part, lines], choice));
        assert.equal(summary.totals.attempts, own.totals.attempts + other.totals.attempts);
        assert.equal(summary.totals.rejections, own.totals.rejections + other.totals.rejections);
        assert.deepEqual(ofPostfix(summary), ofPostfix(own));
        // a line of Exim's own file that tells of nothing has nothing that says whose it is
        if (name !== ownFile) assert.deepEqual(shapesOf(summary), shapesOf(own));
        for (const [code, saidBy] of codesOf(own, other))
          assert.equal(countOf(summary, code, saidBy), countOf(own, code, saidBy) + countOf(other, code, saidBy), `${code} ${saidBy}`);
        for (const { address } of [...own.suppressions, ...other.suppressions])
          assert.ok(summary.suppressions.some((one) => one.address === address) || summary.leftOut.some((one) => one.address === address), address);
      }),
      { numRuns: 4 },
    );
  });

  test(`a log of Postfix and ${name} says how many lines are another relay's`, () => {
    const { notes, inputs } = summaryOf(interleaved([postfix, lines], [3, 5]));
    const number = name === ownFile ? '1,\\d\\d\\d' : lines.length.toLocaleString('en-US');
    assert.match(notes.join('\n'), new RegExp(`^${number} lines are of other mail relays than Postfix`, 'm'));
    assert.equal(inputs[0].lines, postfix.length + lines.length);
  });
}

function shapesOf({ unknown }: Summary): unknown {
  return unknown.map(({ shape, count }) => ({ shape, count }));
}

function codesOf(...summaries: Summary[]): [number, string][] {
  return summaries.flatMap(({ replyCodes }) => replyCodes.map(({ code, saidBy }): [number, string] => [code, saidBy]));
}

function countOf({ replyCodes }: Summary, code: number, saidBy: string): number {
  return replyCodes.find((one) => one.code === code && one.saidBy === saidBy)?.count ?? 0;
}

/** Postfix's own story told again by those that filter, sign, store or judge its mail. */
const helpers = [
  'amavis[77]: (00077-01) Passed CLEAN {RelayedOutbound}, <a@b.example> -> <c@d.example>, queued_as: 4JYBV22WXN, 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4JYBV22WXN',
  'amavis[77]: (00077-02) FWD from <a@b.example> -> <c@d.example>, 550 5.1.1 from MTA(smtp:[127.0.0.1]:10025): 550 5.1.1 <c@d.example>: Recipient address rejected',
  'dovecot: lmtp(c@d.example)<12><abc>: Error: 550 5.1.1 <c@d.example> User does not exist: c@d.example',
  'policyd-spf[9]: 550 5.7.23 Message rejected due to: SPF fail; identity=mailfrom; client-ip=192.0.2.1; envelope-from="<a@b.example>"; receiver=<UNKNOWN>',
  'postgrey[4]: action=greylist, reason=new, client_name=x, client_address=192.0.2.1, sender=a@b.example, recipient=c@d.example: 450 4.2.0 Greylisted',
  'rspamd[5]: <1a2b3c>; proxy; rspamd_message_process: 554 5.7.1 Gtube pattern',
  'opendkim[6]: 4JYBV22WXN: rejected: 550 5.7.0 bad signature data',
  'spamass-milter[7]: 550 5.7.1 Blocked by SpamAssassin',
  'sshd[8]: error: 550 5.1.1 nothing to do with mail',
  'myapp[10]: rejected RCPT <c@d.example>: 550 5.1.1 unknown, reply was sent to the client',
];

test('what filters and others say of mail beside Postfix counts nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }), (choice) => {
      const others = Array.from({ length: 200 }, (_, at) => `Nov 23 17:00:00 mx1 ${helpers[at % helpers.length]}`);
      const summary = summaryOf(interleaved([postfix, others], choice));
      assert.deepEqual([summary.totals, summary.reasons, summary.replyCodes], [alone.totals, alone.reasons, alone.replyCodes]);
      assert.equal(summary.notes.join('\n').includes('other mail relays'), false);
    }),
    { numRuns: 5 },
  );
});

test('beside another relay only those count nothing that tell of its mail, too', () => {
  const { sendmail } = relays;
  const others = helpers.slice(0, 8).map((body) => `Nov 23 17:08:44 mx1 ${body}`);
  assert.equal(summaryOf(log(...sendmail, ...others)).totals.attempts, summaryOf(log(...sendmail)).totals.attempts);
});

test('each event names the format of its line', () => {
  const events = eventsOf(interleaved([postfix.slice(0, 500), relays.sendmail], [4, 2]));
  const formats = new Set(events.map(({ format }) => format));
  assert.deepEqual([...formats].sort(), ['generic', 'postfix']);
  for (const { format, queueId } of events) if (queueId?.startsWith('6ANH')) assert.equal(format, 'generic');
});

test('Postfix behind a tag cut to smtpd is no OpenSMTPD', () => {
  const text = log(
    'Nov 23 17:00:00 mx1 postfix/qmgr[3]: 4A1C0FFEE1: from=<a@b.example>, size=1, nrcpt=1 (queue active)',
    'Nov 23 17:00:01 mx1 smtpd[2]: NOQUEUE: reject: RCPT from x.example[192.0.2.1]: 554 5.7.1 <x.example[192.0.2.1]>: Client host rejected: Access denied; from=<a@x.example> to=<b@y.example> proto=ESMTP helo=<x>',
  );
  const [event] = eventsOf(text);
  assert.deepEqual([event.kind, event.format, event.client], ['rejection', 'postfix', 'x.example[192.0.2.1]']);
});
