import { commands, Location, Position, Uri, ViewColumn, window } from 'vscode';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { isPacked } from '../archives/uri.ts';
import { activeTabUri } from '../heldback.ts';
import { openLine } from '../panel/open-line.ts';
import type { Session } from '../session.ts';
import { givenUris } from '../targets.ts';

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
  await openLine(session, Uri.parse(first.uri), first.line);
  if (lines.length === 1) return;
  const places = await session.archives.places(lines.map(({ uri, line }) => ({ uri: Uri.parse(uri), line })));
  const locations = places.map(({ uri, line }) => new Location(uri, new Position(line - 1, 0)));
  const [at] = locations;
  if (at) await commands.executeCommand('editor.action.goToLocations', at.uri, at.range.start, locations, 'peek', 'No lines');
}

/** A tree item, or the request itself. */
function linesRequest(given: unknown): LinesRequest | undefined {
  const { uris, selection, lines } = (given ?? {}) as Partial<LinesRequest> & { lines?: LinesRequest };
  return lines ?? (uris && selection ? { uris, selection } : undefined);
}

/** A line of a log, from 1. */
export async function openLineCommand(session: Session, [uri, line]: unknown[]): Promise<void> {
  if (typeof uri === 'string' && typeof line === 'number') await openLine(session, Uri.parse(uri), line);
}

/** The text of a packed log: from the explorer, or whatever file is in front. */
export async function openUnpacked(session: Session, args: unknown[]): Promise<void> {
  const active = activeTabUri();
  const uris = givenUris(args);
  const archives = (uris.length > 0 ? uris : active ? [active] : []).filter(isPacked);
  if (archives.length === 0) return void window.setStatusBarMessage('Mail Log: choose a .gz, .bz2, .xz or .zst file in the explorer', 4000);
  for (const uri of archives) await openLine(session, uri, 1, ViewColumn.Two);
}
