import { commands, Location, Position, Uri, window } from 'vscode';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { openLine } from '../panel/open-line.ts';
import type { Session } from '../session.ts';

/** More than this VS Code's own list of references would be slow to show. */
const mostLocations = 500;

/** What a tree item or a code action hands over: the logs and what the number stands for. */
export interface LinesRequest {
  uris: string[];
  selection: Selection;
}

/** Shows the lines behind a number: one in the editor, many in VS Code's own list of places. */
export async function showLines(session: Session, [given]: unknown[]): Promise<void> {
  const request = linesRequest(given);
  if (!request) return;
  const { lines } = await session.server.request('mailLog/lines', { ...request, limit: mostLocations });
  const [first] = lines;
  if (!first) return void window.setStatusBarMessage('Mail Log: no lines', 4000);
  if (lines.length === 1) return openLine(Uri.parse(first.uri), first.line, undefined);
  const locations = lines.map(({ uri, line }) => new Location(Uri.parse(uri), new Position(line - 1, 0)));
  await openLine(Uri.parse(first.uri), first.line, undefined);
  const at = locations[0] as Location;
  await commands.executeCommand('editor.action.goToLocations', at.uri, at.range.start, locations, 'peek', 'No lines');
}

/** A tree item, or the request itself. */
function linesRequest(given: unknown): LinesRequest | undefined {
  const { uris, selection, lines } = (given ?? {}) as Partial<LinesRequest> & { lines?: LinesRequest };
  return lines ?? (uris && selection ? { uris, selection } : undefined);
}

/** A line of a log, from 1. */
export async function openLineCommand(_session: Session, [uri, line]: unknown[]): Promise<void> {
  if (typeof uri === 'string' && typeof line === 'number') await openLine(Uri.parse(uri), line, undefined);
}
