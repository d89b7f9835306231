/**
 * The colour themes that come with VS Code, cut to what can touch a mail log: `themes.json`, read from the theme
 * extensions of a VS Code by `node test/grammar/themes.ts <folder with theme-abyss, theme-defaults, ...>`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A token rule of a theme, as vscode-textmate takes it. */
export interface TokenRule {
  scope: string[];
  settings: { foreground?: string; fontStyle?: string };
}

/** One theme: `ids` are the names a `[...]` key of the settings can address it by, the newest first. */
export interface Theme {
  ids: string[];
  kind: 'dark' | 'light' | 'hc-dark' | 'hc-light';
  background: string;
  foreground: string;
  rules: TokenRule[];
}

/** What VS Code 1.137 calls a theme, and what releases before it did (`migrateThemeSettingsId` in its sources). */
const FORMER_IDS: Record<string, string> = {
  'Dark+': 'Default Dark+',
  'Light+': 'Default Light+',
  'Dark Modern': 'Default Dark Modern',
  'Light Modern': 'Default Light Modern',
};

const KINDS = { vs: 'light', 'vs-dark': 'dark', 'hc-black': 'hc-dark', 'hc-light': 'hc-light' } as const;

/** Editor colours where a theme names none: `editorBackground` and `editorForeground` in VS Code's colour registry. */
const FALLBACK = {
  dark: ['#1E1E1E', '#BBBBBB'],
  light: ['#FFFFFF', '#333333'],
  'hc-dark': ['#000000', '#FFFFFF'],
  'hc-light': ['#FFFFFF', '#292929'],
} as const;

const here = dirname(fileURLToPath(import.meta.url));

/** Every scope the grammar can give a token, one by one. */
export function grammarScopes(): string[] {
  const text = readFileSync(join(here, '../../syntaxes/maillog.tmLanguage.json'), 'utf8');
  const names = [...text.matchAll(/"(?:name|scopeName)": "([^"]+)"/g)].flatMap((m) => m[1].split(' '));
  return [...new Set(names)].filter((name) => name.includes('.'));
}

/** The themes that `extensions` (VS Code's own extension folder) holds, in the order of their names. */
export function readThemes(extensions: string): Theme[] {
  const scopes = grammarScopes();
  const folders = readdirSync(extensions).filter((name) => name.startsWith('theme-'));
  const themes = folders.flatMap((folder) => {
    const manifest = parse(join(extensions, folder, 'package.json'));
    return (manifest.contributes?.themes ?? []).map((entry: Contribution) => oneTheme(join(extensions, folder, entry.path), entry, scopes));
  });
  return themes.sort((a, b) => (a.ids[0] < b.ids[0] ? -1 : 1));
}

/** The table beside this file. */
export function storedThemes(): Theme[] {
  return parse(join(here, 'themes.json'));
}

interface Contribution {
  id: string;
  uiTheme: keyof typeof KINDS;
  path: string;
}

function oneTheme(file: string, entry: Contribution, scopes: string[]): Theme {
  const { colors, rules } = withIncludes(file);
  const kind = KINDS[entry.uiTheme];
  const former = FORMER_IDS[entry.id];
  return {
    ids: former === undefined ? [entry.id] : [entry.id, former],
    kind,
    background: colors['editor.background'] ?? FALLBACK[kind][0],
    foreground: colors['editor.foreground'] ?? FALLBACK[kind][1],
    rules: rules.map((rule) => cut(rule, scopes)).filter((rule) => rule.scope.length > 0),
  };
}

function withIncludes(file: string): { colors: Record<string, string>; rules: RawRule[] } {
  const theme = parse(file);
  const below = theme.include ? withIncludes(join(dirname(file), theme.include)) : { colors: {}, rules: [] };
  return { colors: { ...below.colors, ...theme.colors }, rules: [...below.rules, ...(theme.tokenColors ?? [])] };
}

interface RawRule {
  scope?: string | string[];
  settings: { foreground?: string; fontStyle?: string };
}

/** The rule with only those selectors that can match one of `scopes`. */
function cut(rule: RawRule, scopes: string[]): TokenRule {
  const given = typeof rule.scope === 'string' ? rule.scope.split(',') : (rule.scope ?? []);
  const touches = (part: string) => scopes.some((scope) => scope === part || scope.startsWith(`${part}.`));
  const scope = given.map((text) => text.trim()).filter((text) => text !== '' && text.split(/\s+/).every(touches));
  const { foreground, fontStyle } = rule.settings;
  return {
    scope,
    settings: { ...(foreground !== undefined && { foreground }), ...(fontStyle !== undefined && { fontStyle }) },
  };
}

/** JSON as theme files write it: comments and commas before a closing bracket allowed. */
// biome-ignore lint/suspicious/noExplicitAny: files of many shapes
function parse(file: string): any {
  const text = readFileSync(file, 'utf8');
  const noComments = text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string) => string ?? '');
  return JSON.parse(noComments.replace(/,(\s*[\]}])/g, '$1'));
}

if (process.argv[1] === fileURLToPath(import.meta.url) && existsSync(process.argv[2] ?? '')) {
  writeFileSync(join(here, 'themes.json'), `${JSON.stringify(readThemes(process.argv[2]), null, 1)}\n`);
}
