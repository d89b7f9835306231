import { type Calendar, createFilter, type Selection, type Summary } from '../core.ts';
import { type Control, Reading } from './reading.ts';
import type { Session } from './session.ts';

/** Calendars of logs read lately, by their URIs: a filter by time needs to know the years before it reads. */
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
  const wanted = filtered ? createFilter(filter, reading.tables, await calendarOf(session, reading, control)) : null;
  const part = reading.engine.newPart(reading.tables, wanted);
  await reading.run(part, control);
  const reference = reading.engine.reference();
  if (!filtered) remember(session, reading, part.calendar(reference));
  return { summary: part.finish(reference), reading };
}

/** What makes the times of some logs absolute. Logs that were not read yet are read for it. */
export async function calendarOf(session: Session, reading: Reading, control: Control): Promise<Calendar> {
  const own = reading.calendar() ?? session.calendars.get(keyOf(reading));
  if (own) return own;
  const part = reading.engine.newPart(reading.tables);
  await reading.run(part, control);
  return remember(session, reading, part.calendar(reading.engine.reference()));
}

function remember({ calendars }: Session, reading: Reading, calendar: Calendar): Calendar {
  calendars.set(keyOf(reading), calendar);
  if (calendars.size > remembered) calendars.delete(calendars.keys().next().value as string);
  return calendar;
}

function keyOf({ uris }: Reading): string {
  return uris.join('\n');
}
