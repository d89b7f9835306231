import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { UserRules } from '../core.ts';

/** Mistakes in a user's rules file, each at its place. */
export function rulesDiagnostics({ mistakes }: Pick<UserRules, 'mistakes'>, lines: readonly string[]): Diagnostic[] {
  return mistakes.map(({ line, column, message }) => {
    const text = lines[line - 1] ?? '';
    const start = Math.min(column - 1, text.length);
    const token = /^(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)/.exec(text.slice(start, start + 1000));
    const range = { start: { line: line - 1, character: start }, end: { line: line - 1, character: start + (token?.[0].length ?? 1) } };
    return { range, severity: DiagnosticSeverity.Error, source: 'Mail Log', message };
  });
}
