import { commands, Range, TabInputText, type Uri, ViewColumn, window } from 'vscode';
import type { Session } from '../session.ts';

/**
 * Shows a line (from 1) of a log in the editor that shows the log already, else beside the report. Files whose text VS Code
 * holds back (above 50 MiB) open too, by the workbench itself; of archives the text that is in them.
 */
export async function openLine(session: Session, log: Uri, line: number, reportColumn?: ViewColumn, keepFocus = false): Promise<void> {
  try {
    const place = await session.archives.place({ uri: log, line });
    if (!place) return;
    const { uri } = place;
    const selection = new Range(place.line - 1, 0, place.line - 1, 0);
    const options = { viewColumn: columnOf(uri) ?? columnBeside(reportColumn), preserveFocus: keepFocus, selection, preview: true };
    await commands.executeCommand('vscode.open', uri, options);
  } catch (error) {
    void window.showErrorMessage(`Line ${line} cannot be shown: ${error instanceof Error ? error.message : error}`);
  }
}

function columnOf(uri: Uri): ViewColumn | undefined {
  const shown = (input: unknown) => input instanceof TabInputText && input.uri.toString() === uri.toString();
  return window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => shown(input)))?.viewColumn;
}

/** Where the report is alone, the log opens on its left's side of the screen: the next column. */
function columnBeside(reportColumn: ViewColumn | undefined): ViewColumn {
  return reportColumn !== undefined && reportColumn > ViewColumn.One ? ViewColumn.One : ViewColumn.Beside;
}
