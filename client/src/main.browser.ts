import { type ExtensionContext, Uri } from 'vscode';
import type { ServerOptions } from 'vscode-languageclient/browser';
import { activateWith, type TestApi } from './activation.ts';

/** The extension host of the web is a worker; the types of the project know Node only. */
declare const Worker: new (script: string) => ServerOptions;

/** Entry of VS Code for the Web. */
export function activate(context: ExtensionContext): TestApi | undefined {
  return activateWith(context, async (options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    const files = ['knowledge.js', 're2.js', 'core.js', 'server.browser.js'].map((name) =>
      Uri.joinPath(context.extensionUri, 'dist', name).toString(true),
    );
    const script = URL.createObjectURL(new Blob([`importScripts(...${JSON.stringify(files)})`], { type: 'text/javascript' }));
    // the worker itself: VS Code's own kind of Worker fails the client's `instanceof` when a function hands it over
    return new LanguageClient('mailLog', 'Mail Log', new Worker(script), options);
  });
}

export { deactivate } from './activation.ts';
