import { Random } from '../../synthetic/random.ts';
import { damage } from './damage.ts';
import { stampsOf } from './random-stamp.ts';
import { Stories } from './random-story.ts';

/** Lines of one message, or of another program, in the order they are written. */
export type Story = string[];

/**
 * A log of Postfix as bytes (one character a byte), the same for the same seed: few names, so that most lines tell nothing new; several hosts and
 * instances; any way to write a time; queue IDs used again; ends that are missing; what goes wrong now and then; and damaged lines.
 * @param size messages in it, about.
 */
export function randomLog(seed: number, size = 40): string {
  const random = new Random(seed);
  const stories = new Stories(random);
  const stamp = stampsOf(random);
  const damaged = random.pick([0, 0, 0.01, 0.1]);
  const ending = random.pick(['\n', '\n', '\n', '\r\n']);
  const lines = interleaved(
    random,
    Array.from({ length: 1 + random.below(size) }, () => stories.next()),
  );
  const from = random.chance(0.3) ? random.below(lines.length) : 0;
  const written = lines.slice(from).map((text) => `${stamp()}${text}`);
  const all = written.map((line) => (random.chance(damaged) ? damage(random, line, written) : line) + (random.chance(0.01) ? '\r\n' : ending));
  return random.chance(0.1) ? all.join('').slice(0, -1 - random.below(20)) : all.join('');
}

/** Some of the stories at the same time. */
function interleaved(random: Random, stories: Story[]): string[] {
  const together = 1 + random.below(8);
  const lines: string[] = [];
  const waiting = [...stories];
  const running: Story[] = waiting.splice(0, together);
  while (running.length > 0) {
    const at = random.below(running.length);
    const line = running[at].shift();
    if (line !== undefined) lines.push(line);
    else running.splice(at, 1, ...waiting.splice(0, 1));
  }
  return lines;
}
