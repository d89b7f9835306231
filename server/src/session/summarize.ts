import { type Calendar, createCalendar, createFilter, type Selection, type Summary } from '../core.ts';
import type { YearSpan } from '../threads/job.ts';
import { type Control, Reading } from './reading.ts';
import { Cancelled } from './safe.ts';
import type { Session } from './session.ts';

/** Which years the times of logs read lately lie in, by their URIs: a filter by time needs to know before it reads. */
const remembered = 8;

/** The summary of some logs: of an open document from what has been read already, of others by reading them. */
export async function summarize(
  session: Session,
  uris: readonly string[],
  filter: Selection | undefined,
  control: Control,
): Promise<{ summary: Summary; reading: Reading }> {
  const reading = await Reading.of(session, uris);
  const filtered = filter !== undefined && Object.values(filter).some((value) => value !== undefined && value !== null);
  const known = filtered ? null : reading.summary();
  if (known) return { summary: known, reading };
  const selection = filtered ? filter : null;
  const summary = (await inThreads(session, reading, selection, control)) ?? (await inSlices(session, reading, selection, control));
  return { summary, reading };
}

/** Large files, read by other threads; null where that cannot be, or is not worth it. */
async function inThreads(session: Session, reading: Reading, selection: Selection | null, control: Control): Promise<Summary | null> {
  if (!session.runtime.summarize || !reading.onDisk) return null;
  // a filter needs to know the years: the whole is read for them
  if (selection && !session.years.has(keyOf(reading))) await inThreads(session, reading, null, control);
  const span = selection && session.years.get(keyOf(reading));
  if (selection && !span) return null;
  const { token, progress } = control;
  const settings = await session.engineSettingsFor(reading.uris[0]);
  const stopper = new AbortController();
  const stopping = token.onCancellationRequested(() => stopper.abort(new Cancelled()));
  try {
    const filter = selection && span ? { selection, span } : null;
    const job = { settings, reference: reading.engine.reference(), filter };
    const result = await session.runtime.summarize(reading.uris, job, (percent) => progress.report(percent), stopper.signal);
    if (!result) return null;
    reading.failed.push(...result.problems.map(({ path, message }) => ({ uri: path, message })));
    if (!selection) remember(session, reading, result.span);
    return result.summary;
  } finally {
    stopping.dispose();
  }
}

async function inSlices(session: Session, reading: Reading, selection: Selection | null, control: Control): Promise<Summary> {
  const filter = selection && createFilter(selection, reading.tables, await calendarOf(session, reading, control));
  const part = reading.engine.newPart(reading.tables, filter);
  await reading.run(part, control);
  if (!filter) remember(session, reading, part.years);
  return part.finish(reading.engine.reference());
}

/** What makes the times of some logs absolute. Logs that were not read yet are read for it. */
export async function calendarOf(session: Session, reading: Reading, control: Control): Promise<Calendar> {
  const own = reading.calendar();
  if (own) return own;
  if (!session.years.has(keyOf(reading))) await inThreads(session, reading, null, control);
  let span = session.years.get(keyOf(reading));
  if (!span) {
    const part = reading.engine.newPart(reading.tables);
    await reading.run(part, control);
    span = part.years;
    remember(session, reading, span);
  }
  return createCalendar(reading.engine.reference(), span.greatest, span.leapDay);
}

function remember({ years }: Session, reading: Reading, span: YearSpan): void {
  years.set(keyOf(reading), span);
  if (years.size > remembered) years.delete(years.keys().next().value as string);
}

function keyOf({ uris }: Reading): string {
  return uris.join('\n');
}
