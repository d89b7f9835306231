import type { UnpackParams, UnpackResult } from '../protocol.ts';
import { Excerpt } from '../source/excerpt.ts';
import type { Control } from './reading.ts';
import { Cancelled } from './safe.ts';
import type { Session } from './session.ts';
import { wholeLines } from './whole-lines.ts';

/** Characters an editor is given at most: VS Code keeps documents above 50 MiB from extensions, and large ones open slowly. */
const mostCharacters = 32 * 1024 * 1024;
const linesPerReport = 250_000;

/** The text of a packed log. Rejects where nothing of it can be read. */
export async function unpack(
  session: Session,
  { uri, line, most = mostCharacters }: UnpackParams,
  { token, progress }: Control,
): Promise<UnpackResult> {
  const excerpt = new Excerpt(Math.max(1, line), Math.min(most, mostCharacters));
  let problem: string | null = null;
  let told = 0;
  try {
    for await (const text of wholeLines(session, uri, token)) {
      if (!excerpt.add(text)) break;
      if (excerpt.lines < told + linesPerReport) continue;
      told = excerpt.lines;
      progress.report(`${told.toLocaleString('en')} lines`);
    }
  } catch (error) {
    if (error instanceof Cancelled || token.isCancellationRequested) throw new Cancelled();
    problem = error instanceof Error ? error.message : String(error);
    if (excerpt.lines === 0) throw error;
  }
  return { ...excerpt.finish(), problem };
}
