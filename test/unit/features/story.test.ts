import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine, Log, LogDocument } from '../../../server/src/core.ts';
import { storyOf } from '../../../server/src/features/story.ts';

const engine = createEngine({ timeZone: 'UTC', now: () => Date.UTC(2026, 10, 24) });
const id = '6ANH8joB020518';

test("the story of another relay's message has the recipients its lines name, and none for a reply about the whole message", () => {
  const head = `Nov 23 17:08:45 mail1 sm-mta[1]: ${id}: `;
  const lines = [
    `${head}SYSERR(root): 451 4.0.0 cannot open the queue file`,
    `${head}to=<a@x.example>,<b@x.example>, delay=00:00:01, mailer=esmtp, relay=mx.x.example. [192.0.2.1], dsn=4.3.0, stat=Deferred: 451 4.3.0 try later`,
  ];
  const log = new Log(new LogDocument('file:///mail.log', 'maillog', 1, lines.join('\n'), 'utf-16'), engine);
  log.analysis.read(() => false);
  const { recipients, attempts } = storyOf(log, id, 0);
  assert.deepEqual(
    recipients.map(({ address, status }) => [address, status]),
    [
      ['a@x.example', 'deferred'],
      ['b@x.example', 'deferred'],
    ],
  );
  assert.equal(attempts, 2);
});
