import { window } from 'vscode';
import { languageId } from '../detection.ts';
import { showMarkdown } from '../pages.ts';
import type { Session } from '../session.ts';

/** Codes as a reply begins or carries them: enough to offer a text as the first guess. */
const replyLike = /(^|[\s:(])[2-5]\d\d[ -]|\b[245]\.\d{1,3}\.\d{1,3}\b/;

/** "Mail Log: Explain Reply...": any pasted reply, with the selection or the line under the cursor as a first guess. */
export async function explain(session: Session, [given]: unknown[]): Promise<void> {
  const text = typeof given === 'string' ? given : await askForReply();
  if (!text?.trim()) return;
  const { markdown } = await session.server.request('mailLog/explain', { text: text.trim() });
  await showMarkdown('Explained reply', markdown);
}

async function askForReply(): Promise<string | undefined> {
  return window.showInputBox({
    title: 'Explain Reply',
    prompt: 'Paste what a server said, or a whole log line',
    placeHolder: '550 5.1.1 The email account that you tried to reach does not exist',
    value: firstGuess(),
    ignoreFocusOut: true,
  });
}

/** What is selected, else the line under the cursor of a log. The clipboard is not read unasked: browsers would ask for it. */
function firstGuess(): string {
  const editor = window.activeTextEditor;
  if (!editor) return '';
  const { document, selection } = editor;
  const text = document.getText(selection.isEmpty && document.languageId === languageId ? document.lineAt(selection.active).range : selection);
  return text.length < 4000 && replyLike.test(text) ? text.replace(/\s*\n\s*/g, ' ').trim() : '';
}
