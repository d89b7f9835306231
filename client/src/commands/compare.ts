import { window } from 'vscode';
import { nameOf } from '../names.ts';
import { showMarkdown } from '../pages.ts';
import { moment } from '../report/filter.ts';
import type { Session } from '../session.ts';
import { givenUris, pickLogs, targetUris } from '../targets.ts';

type Part = { uris: string[]; filter?: { from?: string; to?: string } };

/** "Mail Log: Compare With...": two logs, or the first and the second part of one. */
export async function compare(session: Session, args: unknown[]): Promise<void> {
  const given = givenUris(args);
  const parts = given.length === 2 ? given.map((uri): Part => ({ uris: [uri.toString()] })) : await askForParts(session, args);
  const [before, after] = parts ?? [];
  if (!before || !after) return;
  const { markdown } = await session.server.request('mailLog/compare', { before, after });
  await showMarkdown(`Comparison of ${nameOf(before.uris)}`, markdown);
}

async function askForParts(session: Session, args: unknown[]): Promise<Part[] | undefined> {
  const uris = session.reports.active()?.uris ?? (await targetUris(args))?.map(String);
  if (!uris?.length) return undefined;
  const choice = await window.showQuickPick(otherParts(session, uris), { title: `Compare ${nameOf(uris)} with` });
  return choice?.parts(uris);
}

interface Choice {
  label: string;
  description?: string;
  parts(uris: string[]): Promise<Part[] | undefined>;
}

function otherParts(session: Session, uris: string[]): Choice[] {
  const others = session.openLogs().map(({ uri }) => uri.toString());
  return [
    ...others
      .filter((other) => !uris.includes(other))
      .map((other) => ({ label: nameOf([other]), description: 'open log', parts: async () => [{ uris: [other] }, { uris }] })),
    ...timeBefore(session, uris),
    { label: 'Another Log...', parts: withAnotherLog },
    { label: 'Its Own Beginning...', description: 'two ranges of this log', parts: () => twoRanges(session, uris) },
  ];
}

/** A range that the report is filtered by can be compared with all that came before it. */
function timeBefore(session: Session, uris: string[]): Choice[] {
  const { from, to } = session.reports.filterOf(uris);
  if (!from) return [];
  const parts = [
    { uris, filter: { to: from } },
    { uris, filter: { from, ...(to && { to }) } },
  ];
  return [{ label: 'The Time Before the Selected Range', description: `before ${moment(from)}`, parts: async () => parts }];
}

async function withAnotherLog(uris: string[]): Promise<Part[] | undefined> {
  const picked = await pickLogs('The log to compare with');
  return picked?.length ? [{ uris: picked.map(String) }, { uris }] : undefined;
}

/** Splits the log's span at a moment: its middle unless the user names another. */
async function twoRanges(session: Session, uris: string[]): Promise<Part[] | undefined> {
  const { summary } = await session.server.request('mailLog/summarize', { uris });
  const times = summary.inputs.flatMap(({ firstTime, lastTime }) => [firstTime, lastTime]).flatMap((time) => (time ? [Date.parse(time)] : []));
  const middle = (Math.min(...times) + Math.max(...times)) / 2;
  const value = await window.showInputBox({
    title: 'Compare two ranges',
    prompt: 'Moment at which the second range begins (ISO 8601)',
    value: Number.isFinite(middle) ? new Date(middle).toISOString() : '',
    validateInput: (text) => (Number.isNaN(Date.parse(text)) ? 'Not a time, for example 2026-11-23T12:00:00Z' : undefined),
  });
  if (!value) return undefined;
  const moment = new Date(value).toISOString();
  return [
    { uris, filter: { to: moment } },
    { uris, filter: { from: moment } },
  ];
}
