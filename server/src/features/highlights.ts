import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { references } from './references.ts';
import type { Spot } from './spot.ts';

/** Places highlighted at most: editors draw each in the overview ruler. */
const most = 1000;

/** The queue ID or recipient under the cursor wherever it stands. */
export function highlights(spot: Spot): DocumentHighlight[] {
  return references(spot, true)
    .slice(0, most)
    .map(({ range }) => ({ range, kind: DocumentHighlightKind.Text }));
}
