import * as vscode from 'vscode';
import type { TestApi } from '../../../client/src/activation.ts';
import type { Session } from '../../../client/src/session.ts';
import { until } from './suite.ts';

/** The running session of the extension: what it gives to its tests. */
export async function session(): Promise<Session> {
  const extension = vscode.extensions.getExtension<TestApi>('mail-log.mail-log');
  if (!extension) throw new Error('the extension is not installed');
  const api = await extension.activate();
  return api.session();
}

/** The text of the report in front, once it holds what is wanted. */
export async function reportText(wanted: RegExp, what: string): Promise<string> {
  const { reports } = await session();
  let seen = 'nothing';
  const look = async () => {
    const text = await Promise.race([reports.active()?.inspect(), new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1000))]);
    seen = text ?? seen;
    if (text && wanted.test(text)) return text;
    throw new Error(`seen: ${seen.slice(0, 600)}`);
  };
  return until(look, what);
}

/** Where a text begins in a document. */
export function placeOf(document: vscode.TextDocument, text: string, from = 0): vscode.Position {
  const offset = document.getText().indexOf(text, from);
  if (offset < 0) throw new Error(`${document.fileName} does not hold ${text}`);
  return document.positionAt(offset);
}

/** All text of the hovers at a place. */
export async function hoverText(document: vscode.TextDocument, place: vscode.Position): Promise<string> {
  const hovers = await until(
    async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, place);
      return found.length > 0 ? found : undefined;
    },
    `a hover at ${place.line + 1}:${place.character + 1}`,
  );
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

/** Replaces all text of a document. */
export async function setText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}
