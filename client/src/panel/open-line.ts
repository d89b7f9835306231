import { commands, Range, TabInputText, type Uri, ViewColumn, window } from 'vscode';

const compressed = /\.(gz|bz2|xz|zst)$/i;

/**
 * Shows a line (from 1) of a log in the editor that shows the log already, else beside the report. Files whose text VS Code
 * holds back (above 50 MiB) open too, by the workbench itself.
 */
export async function openLine(uri: Uri, line: number, reportColumn: ViewColumn | undefined, keepFocus = false): Promise<void> {
  if (compressed.test(uri.path)) return void window.setStatusBarMessage(`Line ${line} lies in a compressed file, which an editor cannot show.`, 6000);
  const selection = new Range(line - 1, 0, line - 1, 0);
  const options = { viewColumn: columnOf(uri) ?? columnBeside(reportColumn), preserveFocus: keepFocus, selection, preview: true };
  await commands.executeCommand('vscode.open', uri, options);
}

function columnOf(uri: Uri): ViewColumn | undefined {
  const shown = (input: unknown) => input instanceof TabInputText && input.uri.toString() === uri.toString();
  return window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => shown(input)))?.viewColumn;
}

/** Where the report is alone, the log opens on its left's side of the screen: the next column. */
function columnBeside(reportColumn: ViewColumn | undefined): ViewColumn {
  return reportColumn !== undefined && reportColumn > ViewColumn.One ? ViewColumn.One : ViewColumn.Beside;
}
