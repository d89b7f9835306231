import { type CodeAction, CodeActionKind, type CodeActionParams, type Command } from 'vscode-languageserver';
import { Field, renderBlocks } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { ClientCommands } from '../protocol.ts';
import type { Client } from '../session/client.ts';
import { explanation } from './reply-hover.ts';

/** What can be done about the line under the cursor or a problem there. Only commands that the client says it has. */
export function codeActions(log: Log | undefined, { range, context }: CodeActionParams, client: Client): CodeAction[] {
  if (!log || !wanted(context.only)) return [];
  const line = range.start.line;
  const actions: (CodeAction | null)[] = [];
  const problems = context.diagnostics.filter(({ source }) => source === 'Mail Log');
  const reasons = [...new Set(problems.map(({ code }) => code).filter((code) => typeof code === 'string'))];
  for (const reason of reasons) {
    const about = problems.filter(({ code }) => code === reason);
    actions.push(action(client, `Open the reference: ${reason}`, { command: 'mailLog.openReference', arguments: [reason] }, about));
  }
  const fields = log.parse(line);
  const verdict = log.verdictOf(fields);
  if (verdict && fields.has(Field.reply)) {
    if (reasons.length === 0)
      actions.push(action(client, `Open the reference: ${verdict.reason}`, { command: 'mailLog.openReference', arguments: [verdict.reason] }));
    const text = renderBlocks(explanation(log, fields, verdict), 'plain');
    actions.push(action(client, 'Copy explanation', { command: 'mailLog.copyText', arguments: [text] }));
    actions.push(action(client, 'Add rule for this reply', { command: 'mailLog.addRule', arguments: [] }));
  }
  actions.push(action(client, 'Summarize bounces', { command: 'mailLog.summarizeBounces', arguments: [log.document.uri] }));
  return actions.filter((candidate) => candidate !== null);
}

function wanted(only: readonly string[] | undefined): boolean {
  return !only || only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix);
}

type Call = { [C in keyof ClientCommands]: { command: C; arguments: ClientCommands[C] | [] } }[keyof ClientCommands];

function action(client: Client, title: string, call: Call, diagnostics: CodeAction['diagnostics'] = []): CodeAction | null {
  if (!client.commands.has(call.command)) return null;
  const command: Command = { title, command: call.command, arguments: call.arguments };
  return { title, kind: CodeActionKind.QuickFix, command, ...(diagnostics.length > 0 && { diagnostics }) };
}
