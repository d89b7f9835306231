// Replies judged in a second on one core: `node test/performance/verdict.ts`. Prints what issue "Verdicts" asks for: a realistic mix with repeats (1 million a second wanted),
// its failures alone, and replies that are all new (100,000 a second wanted), then the time until the first verdict.

import type { ReplyContext } from '../../server/src/verdict/verdict.ts';
import { Random } from '../synthetic/random.ts';
import { receivers } from '../synthetic/receivers.ts';

const start = performance.now();
const { defaultKnowledge } = await import('../../server/src/knowledge/default.ts');
const { createJudge } = await import('../../server/src/verdict/judge.ts');
const loaded = performance.now();
const knowledge = defaultKnowledge();
const judge = createJudge(knowledge);
judge.judge({ text: '550 5.1.1 no such user' });
console.log(
  `start: modules and data ${(loaded - start).toFixed(0)} ms, first verdict ${(performance.now() - loaded).toFixed(0)} ms, ${knowledge.rules.length} rules`,
);

const random = new Random(7);
const phases = { 'RCPT TO': 'rcpt', 'MAIL FROM': 'mail', 'end of DATA': 'end-of-data' } as const;

/** What a Postfix log's reader hands over for one attempt. */
function attempt(failuresOnly: boolean): ReplyContext {
  for (;;) {
    const receiver = receivers[random.below(receivers.length)];
    const domain = receiver.domains[random.below(receiver.domains.length)];
    const { outcome, dsn, text } = receiver.answer(random, `${random.word(8)}@${domain}`, 0);
    if (failuresOnly && outcome === 'sent') continue;
    const said = /^host \S+ said: (.*) \(in reply to ([\w ]+) command\)$/.exec(text);
    // A piece of a chunk, as the reader cuts it, never used before.
    const reply = Buffer.from(said ? said[1] : text, 'latin1').toString('latin1');
    const status = outcome === 'sent' ? 'delivered' : outcome;
    return {
      text: reply,
      saidBy: 'remote',
      relay: receiver.relay,
      recipientDomain: domain,
      dsn,
      status,
      phase: said ? (phases[said[2] as keyof typeof phases] ?? null) : null,
    };
  }
}

function measure(name: string, contexts: readonly ReplyContext[], judged: { judge(context: ReplyContext): unknown }) {
  for (const context of contexts.slice(0, 20_000)) judged.judge(context);
  const begin = performance.now();
  for (const context of contexts) judged.judge(context);
  const seconds = (performance.now() - begin) / 1000;
  console.log(
    `${name}: ${Math.round(contexts.length / seconds).toLocaleString('en-US')} replies a second (${contexts.length.toLocaleString('en-US')} in ${seconds.toFixed(2)} s)`,
  );
}

const many = 500_000;
measure(
  'realistic mix',
  Array.from({ length: many }, () => attempt(false)),
  judge,
);
measure(
  'its failures only',
  Array.from({ length: many }, () => attempt(true)),
  judge,
);

const examples = knowledge.rules.flatMap(({ examples: list }) => list.map((example) => (typeof example === 'string' ? { text: example } : example)));
const texts: ReplyContext[] = examples.length > 0 ? examples : [attempt(true)];
const fresh = Array.from({ length: 200_000 }, (_, i) => ({
  ...texts[i % texts.length],
  text: `${texts[i % texts.length].text} word${i.toString(36).replace(/\d/g, 'x')}`,
}));
measure('all new', fresh, createJudge(knowledge, { cache: false }));
console.log(`memory: ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB heap`);
