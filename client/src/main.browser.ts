import { type ExtensionContext, Uri } from 'vscode';
import type { MessageTransports } from 'vscode-languageclient';
import { activateWith, type TestApi } from './activation.ts';

/** The extension host of the web is a worker; the types of the project know Node only. */
declare const Worker: new (script: string) => MessageTransports;

/** Entry of VS Code for the Web. */
export function activate(context: ExtensionContext): TestApi | undefined {
  return activateWith(context, async (options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    const script = Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js').toString(true);
    return new LanguageClient('mailLog', 'Mail Log', async () => new Worker(script), options);
  });
}

export { deactivate } from './activation.ts';
