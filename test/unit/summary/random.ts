import fc from 'fast-check';

/** One message's lines in the order they are written; the random log interleaves several. */
type Story = string[];

const stamp = (seconds: number) => {
  // Across New Year, without a year.
  const time = new Date(Date.UTC(2023, 11, 31, 23, 58) + seconds * 1000);
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][time.getUTCMonth()];
  return `${month} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)}`;
};

/** The first two are used again and again; the others once each: mail is handed on to them. */
const ids = ['1A2B3C4D5E', '2B3C4D5E6F', '4A4C5D6E7F', '4B4C5D6E7F', '4C4C5D6E7F'];
const reused = 2;
const senders = ['', 'anna@shop.example', 'news@lists.example'];
const domains = ['brightwater.example', 'gmail.example'];
const replies = {
  sent: (other: string) => `dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${other})`,
  busy: () => 'dsn=4.3.0, status=deferred (host mx.b.example[198.51.100.7] said: 451 4.3.0 Try again later (in reply to RCPT TO command))',
  full: () => 'dsn=4.2.2, status=deferred (host mx.b.example[198.51.100.7] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))',
  gone: () => 'dsn=5.1.1, status=bounced (host mx.b.example[198.51.100.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
  stop: () => 'dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mx.b.example[198.51.100.7]:25: Connection refused)',
};

const attempt = fc.record({
  user: fc.nat(2),
  domain: fc.nat(1),
  reply: fc.constantFrom(...(Object.keys(replies) as (keyof typeof replies)[])),
  other: fc.integer({ min: reused, max: ids.length - 1 }),
  original: fc.boolean(),
});

const story: fc.Arbitrary<Story> = fc
  .record({
    id: fc.nat(ids.length - 1),
    host: fc.nat(1),
    client: fc.constantFrom('none', 'outside', 'own', 'account', 'pickup'),
    sender: fc.nat(2),
    attempts: fc.array(attempt, { maxLength: 4 }),
    end: fc.constantFrom('removed', 'expired', 'open', 'rejected', 'requeued'),
  })
  .map(({ id, host, client, sender, attempts, end }) => {
    const queue = ids[id];
    const line = (text: string) => `mx${host + 1} postfix/${text}`;
    const from = line(`qmgr[2]: ${queue}: from=<${senders[sender]}>, size=1000, nrcpt=1 (queue active)`);
    const lines: string[] = [];
    if (client === 'outside') lines.push(line(`smtpd[1]: ${queue}: client=mail.x.example[203.0.113.9]`));
    if (client === 'own') lines.push(line(`smtpd[1]: ${queue}: client=localhost[127.0.0.1]`));
    if (client === 'account') lines.push(line(`smtpd[1]: ${queue}: client=pc.x.example[203.0.113.8], sasl_method=PLAIN, sasl_username=anna`));
    if (client === 'pickup') lines.push(line(`pickup[1]: ${queue}: uid=33 from=<${senders[sender]}>`));
    if (end === 'rejected' && client !== 'none' && client !== 'pickup')
      lines.push(
        line(
          `smtpd[1]: ${queue}: reject: RCPT from pc.x.example[203.0.113.8]: 550 5.1.1 <u@shop.example>: Recipient address rejected: User unknown; from=<> to=<u@shop.example> proto=ESMTP helo=<x>`,
        ),
      );
    lines.push(line(`cleanup[1]: ${queue}: message-id=<${id}@x.example>`), from);
    const ended = new Set<string>();
    const open = new Map<string, string>();
    for (const { user, domain, reply, other, original } of attempts) {
      // What was delivered or refused for good is not tried again.
      if (ended.has(`${user} ${domain}`)) continue;
      if (reply === 'sent' || reply === 'gone') ended.add(`${user} ${domain}`);
      const to = `to=<user${user}@${domains[domain]}>${original ? `, orig_to=<alias${user}@shop.example>` : ''}`;
      if (ended.has(`${user} ${domain}`)) open.delete(`${user} ${domain}`);
      else open.set(`${user} ${domain}`, to);
      lines.push(
        line(
          `smtp[3]: ${queue}: ${to}, relay=mx.b.example[198.51.100.7]:25, delay=7, delays=1/2/3/1, ${replies[reply](ids[Math.max(other, id + 1)] ?? 'QUEUEDELSEWHERE')}`,
        ),
        from,
      );
    }
    if (end === 'expired') lines.push(line(`qmgr[2]: ${queue}: from=<${senders[sender]}>, status=expired, returned to sender`));
    if (end === 'requeued' && id >= reused) lines.push(...requeued(line, queue, senders[sender], [...open.values()]));
    if (end === 'removed' || end === 'expired') lines.push(line(`qmgr[2]: ${queue}: removed`));
    return lines;
  });

/** `postsuper -r`: the message goes on under another queue ID. */
function requeued(line: (text: string) => string, queue: string, sender: string, open: string[]): Story {
  const next = `9${queue.slice(1)}`;
  return [
    line(`postsuper[5]: ${queue}: requeued`),
    line(`pickup[1]: ${next}: uid=109 from=<${sender}> orig_id=${queue}`),
    line(`cleanup[1]: ${next}: message-id=<again@x.example>`),
    line(`qmgr[2]: ${next}: from=<${sender}>, size=1000, nrcpt=1 (queue active)`),
    ...open.map((to) => line(`smtp[3]: ${next}: ${to}, relay=mx.b.example[198.51.100.7]:25, delay=9, delays=6/1/1/1, ${replies.sent('ELSE')}`)),
    line(`qmgr[2]: ${next}: removed`),
  ];
}

/** Random logs: few queue IDs used again and again, lost endings, hops between messages, New Year in the middle. */
export const randomLog: fc.Arbitrary<string> = fc
  .record({
    stories: fc.array(story, { minLength: 1, maxLength: 6 }),
    order: fc.array(fc.nat(5), { maxLength: 80 }),
    step: fc.constantFrom(0, 3, 3_600),
  })
  .map(({ stories, order, step }) => {
    // A queue ID is used again on its host when it is free, not before.
    const byId = new Map<string, Story>();
    const owners = new Map<string, Story>();
    for (const lines of stories) {
      const id = ids.findIndex((queue) => lines[0].includes(queue));
      const key = id < reused ? `${lines[0].slice(0, 3)} ${id}` : `${id}`;
      if (id >= reused && byId.has(key)) continue;
      // Mail enters under a queue ID from one message only.
      const mine = lines.map((line) =>
        line.replace(/queued as (\w+)/, (words, target) => ((owners.get(target) ?? lines) === lines ? words : 'queued as ELSEWHERE')),
      );
      for (const [, target] of lines.join('\n').matchAll(/queued as (\w+)/g)) owners.set(target, owners.get(target) ?? lines);
      byId.set(key, [...(byId.get(key) ?? []), ...mine]);
    }
    const rest = [...byId.values()];
    const lines: string[] = [];
    for (const pick of [...order, ...stories.flatMap((lines, at) => lines.map(() => at))]) {
      const next = rest[pick % rest.length].shift();
      if (next !== undefined) lines.push(next);
    }
    return lines.map((text, at) => `${stamp(at * step)} ${text}\n`).join('');
  });
