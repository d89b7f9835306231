import { commands, type Disposable, EventEmitter, Uri, workspace } from 'vscode';

/** Pages made here and now (explanations, comparisons), shown as rendered Markdown. */
export const pageScheme = 'mail-log-page';
const pages = new Map<string, string>();
const changed = new EventEmitter<Uri>();

/** Serves the pages; registered once. */
export function providePages(): Disposable {
  return workspace.registerTextDocumentContentProvider(pageScheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => pages.get(uri.path) ?? '',
  });
}

/** Shows Markdown of ours (log text in it is escaped by its maker) in VS Code's own preview; a page of the same title is replaced. */
export async function showMarkdown(title: string, markdown: string): Promise<void> {
  const path = `/${title}.md`;
  const uri = Uri.from({ scheme: pageScheme, path });
  pages.set(path, markdown);
  changed.fire(uri);
  await showPreview(uri);
}

/** Opens a Markdown document rendered; as text where the preview is not there. */
export async function showPreview(uri: Uri): Promise<void> {
  try {
    await commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor');
  } catch {
    await commands.executeCommand('vscode.open', uri);
  }
}
