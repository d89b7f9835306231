import {
  commands,
  Disposable,
  type Event,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  Uri,
  workspace,
} from 'vscode';

/** Pages of the reference, made by the server from its data: `mail-log-reference:/bad-mailbox.md`. */
export const referenceScheme = 'mail-log-reference';
/** Pages made here and now (explanations, comparisons): `mail-log-page:/Explained reply.md`. */
const pageScheme = 'mail-log-page';

const previewEditor = 'vscode.markdown.preview.editor';
const shown = new Map<string, string>();
const changed = new EventEmitter<FileChangeEvent[]>();

/** Serves both as read-only files, so that VS Code's Markdown preview shows them and its links lead from page to page. */
export function providePages(reference: (id: string) => Promise<string>): Disposable {
  const options = { isReadonly: true, isCaseSensitive: true };
  const idOf = ({ path }: Uri) => decodeURIComponent(path.replace(/^\/+/, '').replace(/\.md$/, ''));
  const referencePage = async (uri: Uri) => withRelativeLinks(await reference(idOf(uri)), uri.path);
  const page = async (uri: Uri) => {
    const text = shown.get(uri.path);
    if (text === undefined) throw FileSystemError.FileNotFound(uri);
    return text;
  };
  return Disposable.from(
    changed,
    workspace.registerFileSystemProvider(referenceScheme, pagesOf(referencePage), options),
    workspace.registerFileSystemProvider(pageScheme, pagesOf(page), options),
  );
}

/** The preview follows relative links only: `](mail-log-reference:/google/x.md)` seen from /a/b.md is `](../google/x.md)`. */
export function withRelativeLinks(markdown: string, path: string): string {
  const up = '../'.repeat(path.replace(/^\/+/, '').split('/').length - 1) || './';
  return markdown.replaceAll(`](${referenceScheme}:/`, `](${up}`);
}

/** Shows Markdown of ours (log text in it is escaped by its maker); a page of the same title is replaced. */
export async function showMarkdown(title: string, markdown: string): Promise<void> {
  const uri = Uri.from({ scheme: pageScheme, path: `/${title}.md` });
  shown.set(uri.path, markdown);
  changed.fire([{ type: FileChangeType.Changed, uri }]);
  await showPreview(uri);
}

/** Shows a page of the reference; the contents where no topic is named. */
export async function showReference(topic = 'contents'): Promise<void> {
  await showPreview(Uri.from({ scheme: referenceScheme, path: `/${topic}.md` }));
}

async function showPreview(uri: Uri): Promise<void> {
  try {
    await commands.executeCommand('vscode.openWith', uri, previewEditor);
  } catch {
    await commands.executeCommand('vscode.open', uri); // without VS Code's Markdown extension: as text
  }
}

function pagesOf(read: (uri: Uri) => Promise<string>): FileSystemProvider {
  const bytes = async (uri: Uri) => new TextEncoder().encode(await read(uri));
  const stat = async (uri: Uri): Promise<FileStat> => {
    const folder = !uri.path.endsWith('.md');
    return { type: folder ? FileType.Directory : FileType.File, ctime: 0, mtime: Date.now(), size: folder ? 0 : (await bytes(uri)).length };
  };
  return readOnlyFiles(bytes, stat, changed.event);
}

/** Files that we make ourselves. */
export function readOnlyFiles(
  readFile: (uri: Uri) => Promise<Uint8Array>,
  stat: (uri: Uri) => Thenable<FileStat>,
  onDidChangeFile: Event<FileChangeEvent[]>,
): FileSystemProvider {
  const readOnly = (uri?: Uri) => {
    throw FileSystemError.NoPermissions(uri);
  };
  return {
    onDidChangeFile,
    watch: () => new Disposable(() => undefined),
    stat,
    readFile,
    readDirectory: () => [],
    createDirectory: readOnly,
    writeFile: readOnly,
    delete: readOnly,
    rename: readOnly,
  };
}
