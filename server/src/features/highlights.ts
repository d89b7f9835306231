import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { references } from './references.ts';
import type { Spot } from './spot.ts';

/** Places highlighted at most: editors draw each in the overview ruler. */
const most = 1000;

/**
 * The queue ID or recipient under the cursor wherever it stands; of anything else the place itself, since an editor that is told nothing
 * marks every other line's month or host name.
 */
export function highlights(spot: Spot): DocumentHighlight[] {
  const places = references(spot, true).slice(0, most);
  const ranges = places.length > 0 ? places.map(({ range }) => range) : [spot.log.document.range(spot.line, spot.index, spot.index)];
  return ranges.map((range) => ({ range, kind: DocumentHighlightKind.Text }));
}
