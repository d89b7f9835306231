import {
  Disposable,
  EventEmitter,
  env,
  type FileChangeEvent,
  FileChangeType,
  FileSystemError,
  ProgressLocation,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { UnpackResult } from '../../../server/src/protocol.ts';
import { lineInWindow, lineOfWindow, windowHeading, windowOf } from '../../../server/src/source/window.ts';
import { readOnlyFiles } from '../pages.ts';
import type { Session } from '../session.ts';
import { archiveScheme, archiveUri, isPacked, type Shown, shownBy } from './uri.ts';

/** A line (from 1) of a document. */
export interface Place {
  uri: Uri;
  line: number;
}

/** On remotes and in the web text goes over the network, and VS Code asks before it opens more than 10 MB: characters given whole there. */
const mostRemote = 8 * 1024 * 1024;
/** Texts made for documents that are about to open; VS Code keeps what it shows. */
const mostReady = 4;

/** Packed logs as read-only documents, which hold their text unpacked: whole, or the lines around one where that is too large. */
export class Archives implements Disposable {
  private readonly session: () => Promise<Session>;
  private readonly changed = new EventEmitter<FileChangeEvent[]>();
  private readonly ready = new Map<string, Uint8Array>();
  /** How the archives looked at so far are shown, and of which state of the file that is true. */
  private readonly known = new Map<string, { whole: boolean; modified: number }>();
  private readonly disposables: Disposable[];

  constructor(session: () => Promise<Session>) {
    this.session = session;
    const files = readOnlyFiles(
      (uri) => this.read(uri),
      async (uri) => workspace.fs.stat(this.shown(uri).archive),
      this.changed.event,
    );
    const options = { isReadonly: true, isCaseSensitive: true };
    this.disposables = [this.changed, workspace.registerFileSystemProvider(archiveScheme, files, options)];
  }

  /** Where an editor shows a line of a log; the same place for what is not packed. Undefined where the user stopped the unpacking. */
  async place(place: Place): Promise<Place | undefined> {
    if (!isPacked(place.uri)) return place;
    return this.placeKnown(place, await this.stateOf(place.uri)) ?? this.unpack(place);
  }

  /** The same for many lines; those of an archive whose unpacking was stopped are left out. */
  async places(places: readonly Place[]): Promise<Place[]> {
    const found: Place[] = [];
    const asked = new Map<string, boolean>();
    for (const place of places) {
      const archive = place.uri.toString();
      const shown = asked.get(archive);
      const at = shown === undefined ? await this.place(place) : shown && placeIn(place, this.isWhole(place.uri));
      asked.set(archive, at !== undefined && at !== false);
      if (at) found.push(at);
    }
    return found;
  }

  private isWhole(archive: Uri): boolean {
    return this.known.get(archive.toString())?.whole ?? true;
  }

  /** Without unpacking: where the archive is still what it was, and its text is there. */
  private placeKnown(place: Place, modified: number): Place | undefined {
    const known = this.known.get(place.uri.toString());
    if (!known || known.modified !== modified) return undefined;
    const at = placeIn(place, known.whole);
    const name = at.uri.toString();
    return this.ready.has(name) || workspace.textDocuments.some(({ uri }) => uri.toString() === name) ? at : undefined;
  }

  private async unpack(place: Place): Promise<Place | undefined> {
    const archive = place.uri.toString();
    const modified = await this.stateOf(place.uri);
    const answer = await this.ask(place);
    if (!answer) return undefined;
    const whole = answer.window === null;
    this.known.set(archive, { whole, modified });
    const at = placeIn(place, whole);
    this.keep(at.uri, answer);
    if (answer.problem) window.setStatusBarMessage(`$(warning) ${nameOf(place.uri)}: ${answer.problem}. What could be read is shown.`, 15_000);
    return at;
  }

  /** Undefined where the user stopped it. */
  private async ask({ uri, line }: Place): Promise<UnpackResult | undefined> {
    const { server } = await this.session();
    const params = { uri: uri.toString(), line, ...(env.remoteName !== undefined && { most: mostRemote }) };
    const options = { location: ProgressLocation.Notification, cancellable: true, title: `Mail Log: unpacking ${nameOf(uri)}` };
    return window.withProgress(options, async (progress, token) => {
      try {
        return await server.requestWithProgress('mailLog/unpack', params, progress, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      }
    });
  }

  private keep(uri: Uri, { text, window: lines }: UnpackResult): void {
    const name = uri.toString();
    const heading = lines ? `${windowHeading(lines, nameOf(this.shown(uri).archive))}\n` : '';
    // with its mark, VS Code reads it as UTF-8 whatever files.encoding says
    this.ready.set(name, new TextEncoder().encode(`\ufeff${heading}${text}`));
    if (this.ready.size > mostReady) this.ready.delete(this.ready.keys().next().value as string);
    this.changed.fire([{ type: FileChangeType.Changed, uri }]);
  }

  private async read(uri: Uri): Promise<Uint8Array> {
    const ready = this.ready.get(uri.toString());
    this.ready.delete(uri.toString());
    if (ready) return ready;
    const { archive, first } = this.shown(uri);
    await this.unpack({ uri: archive, line: first === null ? 1 : lineOfWindow(first) });
    const made = this.ready.get(uri.toString());
    this.ready.delete(uri.toString());
    if (!made) throw FileSystemError.Unavailable(`${nameOf(archive)} is not what it was: open the line from its report again.`);
    return made;
  }

  private shown(uri: Uri): Shown {
    const shown = shownBy(uri);
    if (!shown) throw FileSystemError.FileNotFound(uri);
    return shown;
  }

  private async stateOf(uri: Uri): Promise<number> {
    return (await workspace.fs.stat(uri)).mtime;
  }

  dispose(): void {
    Disposable.from(...this.disposables).dispose();
  }
}

function placeIn({ uri: archive, line }: Place, whole: boolean): Place {
  if (whole) return { uri: archiveUri({ archive, first: null }), line };
  const lines = windowOf(line);
  return { uri: archiveUri({ archive, first: lines.first }), line: lineInWindow(lines, line) };
}

const nameOf = ({ path }: Uri) => path.slice(path.lastIndexOf('/') + 1);
