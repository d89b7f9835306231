import * as path from 'node:path';
import type { ExtensionContext } from 'vscode';
import { activateWith, type TestApi } from './activation.ts';

/** Entry of the desktop, remote hosts and the Node extension host. */
export function activate(context: ExtensionContext): TestApi | undefined {
  return activateWith(context, async (options) => {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const module = path.join(context.extensionPath, 'dist', 'server.js');
    return new LanguageClient('mailLog', 'Mail Log', { module, transport: TransportKind.ipc }, options);
  });
}

export { deactivate } from './activation.ts';
