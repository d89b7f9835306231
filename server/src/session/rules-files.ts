import type { Connection } from 'vscode-languageserver';
import { readUserRules, type UserRules } from '../core.ts';
import { rulesDiagnostics } from '../features/rules-diagnostics.ts';
import type { Files } from './runtime.ts';

/** Larger files are no rules files (bytes). */
const largest = 4_000_000;
const none: UserRules = { rules: [], mistakes: [] };

/** The users' rules files: read when a log wants them, from the editor where they are open there. Mistakes are shown at their lines. */
export class RulesFiles {
  /** Rules are not what they were. */
  onChange: () => void = () => {};
  /** A file is read for the first time, and is to be watched. */
  onRead: (uri: string) => void = () => {};
  private readonly watched = new Set<string>();
  private readonly connection: Connection;
  private readonly files: Files;
  private readonly folders: readonly string[];
  private readonly loaded = new Map<string, UserRules>();
  private readonly texts = new Map<string, string>();
  /** What the loaded ones were read from. */
  private readonly sources = new Map<string, string>();

  constructor(connection: Connection, files: Files, folders: readonly string[]) {
    this.connection = connection;
    this.files = files;
    this.folders = folders;
  }

  /** Whether a document is rules and no log. */
  isRulesFile(uri: string): boolean {
    return this.loaded.has(keyOf(uri)) || /mail-log-rules\.json$/.test(uri);
  }

  /** The rules of the file a setting names; none where it names none. A file that cannot be read is said in the log. */
  async load(setting: string): Promise<UserRules> {
    const uri = this.uriOf(setting);
    if (!uri) return none;
    const known = this.loaded.get(keyOf(uri));
    if (known) return known;
    if (!this.watched.has(uri)) this.onRead(uri);
    this.watched.add(uri);
    const text = this.texts.get(keyOf(uri)) ?? (await this.textOf(uri));
    return text === null ? none : this.take(uri, text);
  }

  /** The same rules as text, for other threads. */
  async textFor(setting: string): Promise<string | null> {
    await this.load(setting);
    const uri = this.uriOf(setting);
    return uri ? (this.sources.get(keyOf(uri)) ?? null) : null;
  }

  opened(uri: string, text: string): void {
    const before = this.texts.get(keyOf(uri));
    this.texts.set(keyOf(uri), text);
    if (before === text) return;
    const wanted = this.loaded.has(keyOf(uri));
    this.take(uri, text);
    if (wanted) this.onChange();
  }

  closed(uri: string): void {
    if (!this.texts.delete(keyOf(uri))) return;
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.changedOnDisk(uri);
  }

  /** The file has been written, or is no longer open in the editor. */
  changedOnDisk(uri: string): void {
    if (this.texts.has(keyOf(uri)) || !this.loaded.delete(keyOf(uri))) return;
    this.onChange();
  }

  private take(uri: string, text: string): UserRules {
    const rules = readUserRules(text);
    this.loaded.set(keyOf(uri), rules);
    this.sources.set(keyOf(uri), text);
    void this.connection.sendDiagnostics({ uri, diagnostics: rulesDiagnostics(rules, text.split(/\r\n|\n|\r/)) });
    return rules;
  }

  private async textOf(uri: string): Promise<string | null> {
    try {
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of this.files.read(uri, new AbortController().signal)) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > largest) throw new Error('larger than 4 MB');
      }
      return text + decoder.decode();
    } catch (error) {
      this.connection.console.warn(`rules file ${uri}: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }

  private uriOf(setting: string): string | null {
    if (setting === '') return null;
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(setting)) return setting;
    if (/^([/\\]|[a-z]:[\\/])/i.test(setting)) return fileUri(setting);
    const folder = this.folders[0];
    return folder ? `${folder.replace(/\/$/, '')}/${setting.split(/[\\/]/).map(encodeURIComponent).join('/')}` : null;
  }
}

/** Editors differ in which characters of a URI they escape. */
function keyOf(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function fileUri(path: string): string {
  const forward = path.replaceAll('\\', '/');
  return `file://${(forward.startsWith('/') ? forward : `/${forward}`).split('/').map(encodeURIComponent).join('/')}`;
}
