// Replies judged in a second on one core: `node test/performance/verdict.ts`. Prints what issue "Verdicts" asks for: a realistic mix with repeats (1 million a second wanted),
// its failures alone, and replies that are all new (100,000 a second wanted), then the time until the first verdict.

import type { Judge, ReplyContext } from '../../server/src/verdict/verdict.ts';
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

/** Seconds of this thread's processor time, the best of three rounds, each over replies made anew: others may use the machine at the same moment. */
function measure(name: string, make: (index: number) => ReplyContext, count: number, judged: Judge) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round++) {
    const contexts = Array.from({ length: count }, (_, index) => make(index + round * count));
    const begin = process.threadCpuUsage();
    for (const context of contexts) judged.judge(context);
    const { user, system } = process.threadCpuUsage(begin);
    if (round > 0) best = Math.min(best, (user + system) / 1e6);
  }
  console.log(`${name}: ${Math.round(count / best).toLocaleString('en-US')} replies a second`);
}

measure('realistic mix with repeats', () => attempt(false), 300_000, judge);
measure('its failures only', () => attempt(true), 300_000, judge);

const examples = knowledge.rules.flatMap(({ examples: list }) => list.map((example) => (typeof example === 'string' ? { text: example } : example)));
const texts: ReplyContext[] = examples.length > 0 ? examples : [attempt(true)];
const letters = (index: number) => index.toString(36).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]);
/** In one piece, as the reader cuts it, not joined of two. */
const fresh = (index: number): ReplyContext => {
  const example = texts[index % texts.length];
  return { ...example, text: Buffer.from(`${example.text} ${letters(index)}`).toString() };
};
measure('all new', fresh, 100_000, createJudge(knowledge, { cache: false }));
console.log(`heap: ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB, with the replies themselves`);
