import { type ExtensionContext, Uri } from 'vscode';
import type { ServerOptions } from 'vscode-languageclient/browser';
import { activateWith, type TestApi } from './activation.ts';

/** The extension host of the web is a worker; the types of the project know Node only. */
declare const Worker: new (script: string) => ServerOptions;

/** Entry of VS Code for the Web. */
export function activate(context: ExtensionContext): TestApi | undefined {
  return activateWith(context, async (options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    const script = Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js').toString(true);
    // the worker itself: VS Code's own kind of Worker fails the client's `instanceof` when a function hands it over
    return new LanguageClient('mailLog', 'Mail Log', new Worker(script), options);
  });
}

export { deactivate } from './activation.ts';
