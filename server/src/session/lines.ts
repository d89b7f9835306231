import { LineSelector } from '../core.ts';
import type { LinesParams, LinesResult } from '../protocol.ts';
import { type Control, Reading } from './reading.ts';
import type { Session } from './session.ts';
import { calendarOf } from './summarize.ts';

/** Lines one answer holds at most, where nothing is asked for, and characters of a line. */
const mostLines = 10_000;
const usualLines = 1000;
const longestText = 2000;

/** The lines behind a number. */
export async function linesOf(
  session: Session,
  { uris, selection, limit = usualLines, offset = 0 }: LinesParams,
  control: Control,
): Promise<LinesResult> {
  const reading = await Reading.of(session, uris);
  const selector = new LineSelector(selection, reading.tables, await calendarOf(session, reading, control));
  await reading.run(selector, control);
  const { total, lines } = selector.finish(Math.min(Math.max(limit, 0), mostLines), Math.max(offset, 0));
  const byPath = new Map<string, Set<number>>();
  for (const { path, line } of lines) byPath.set(path, (byPath.get(path) ?? new Set()).add(line));
  const texts = new Map<string, Map<number, string>>();
  for (const [path, numbers] of byPath) texts.set(path, await reading.texts(path, numbers, control));
  return { total, lines: lines.map(({ path, line }) => ({ uri: path, line, text: (texts.get(path)?.get(line) ?? '').slice(0, longestText) })) };
}
