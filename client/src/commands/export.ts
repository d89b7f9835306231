import { commands, Uri, window, workspace } from 'vscode';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { htmlReport } from '../export/html.ts';
import { nameOf } from '../names.ts';
import type { Session } from '../session.ts';
import { givenUris, targetUris } from '../targets.ts';

interface Choice<F> {
  label: string;
  detail: string;
  format: F;
}

const suppressionFormats: Choice<'plain' | 'csv' | 'json' | 'postfix'>[] = [
  { label: 'Plain list', detail: 'One address a line', format: 'plain' },
  { label: 'CSV', detail: 'Address, reason, rule, first, last, evidence; safe to open in a spreadsheet', format: 'csv' },
  { label: 'JSON', detail: 'The same, for scripts', format: 'json' },
  { label: 'Postfix map', detail: 'For check_recipient_access or transport_maps', format: 'postfix' },
];

const reportFormats: Choice<'markdown' | 'csv' | 'json' | 'html'>[] = [
  { label: 'Markdown', detail: 'Tables to paste into a ticket', format: 'markdown' },
  { label: 'HTML', detail: 'One self-contained page to send on', format: 'html' },
  { label: 'CSV', detail: 'Safe to open in a spreadsheet', format: 'csv' },
  { label: 'JSON', detail: 'Schema mail-log-summary/1, for scripts', format: 'json' },
];

/** What a test or another extension gives as the last argument: nothing is asked, the text is the answer. */
interface Given {
  format: string;
}

/** "Mail Log: Export Suppression List...". */
export async function exportSuppressions(session: Session, args: unknown[]): Promise<string | undefined> {
  const uris = await logsToExport(session, args);
  const format = uris && (await choose(suppressionFormats, args, 'Suppression list'));
  if (!uris || !format) return undefined;
  const { text, suggestedName } = await session.server.request('mailLog/exportSuppressions', { uris, format });
  return isGiven(args.at(-1)) ? text : save(text, suggestedName, uris);
}

/** "Mail Log: Export Report...": the report as it is filtered now. */
export async function exportReport(session: Session, args: unknown[]): Promise<string | undefined> {
  const uris = await logsToExport(session, args);
  const format = uris && (await choose(reportFormats, args, 'Report'));
  if (!uris || !format) return undefined;
  const params = { uris, filter: session.reports.filterOf(uris) };
  const { text, suggestedName } =
    format === 'html' ? await html(session, params) : await session.server.request('mailLog/export', { ...params, format });
  return isGiven(args.at(-1)) ? text : save(text, suggestedName, uris);
}

async function html(session: Session, params: { uris: string[]; filter: Selection }): Promise<{ text: string; suggestedName: string }> {
  const { summary } = await session.server.request('mailLog/summarize', params);
  return { text: htmlReport(summary, nameOf(params.uris), params.filter), suggestedName: 'bounces.html' };
}

async function logsToExport(session: Session, args: unknown[]): Promise<string[] | undefined> {
  const given = givenUris(args).map(String);
  if (given.length > 0) return given;
  return session.reports.active()?.uris ?? (await targetUris([]))?.map(String);
}

async function choose<F extends string>(choices: Choice<F>[], args: unknown[], title: string): Promise<F | undefined> {
  const given = args.at(-1);
  if (isGiven(given)) return choices.find(({ format }) => format === given.format)?.format;
  return (await window.showQuickPick(choices, { title, placeHolder: 'Format' }))?.format;
}

const isGiven = (value: unknown): value is Given => typeof value === 'object' && value !== null && 'format' in value;

/** Asks where to, writes the file and shows it; gives the text back. */
async function save(text: string, name: string, uris: readonly string[]): Promise<string> {
  const folder = Uri.joinPath(Uri.parse(uris[0] ?? ''), '..');
  const target = await window.showSaveDialog({ defaultUri: Uri.joinPath(folder, name), saveLabel: 'Export' });
  if (target) {
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
    await commands.executeCommand('vscode.open', target);
  }
  return text;
}
