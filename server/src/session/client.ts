import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { chooseEncoding, type Encoding } from '../document/encoding.ts';
import type { ClientCommands, ClientOptions } from '../protocol.ts';

/** What the client can, read once from `initialize`. Whatever it does not say, it cannot. */
export interface Client {
  encoding: Encoding;
  /** Hover as Markdown; plain text otherwise. */
  markdown: boolean;
  /** Asks for diagnostics itself; they are pushed otherwise, never both. */
  pullsDiagnostics: boolean;
  refreshesDiagnostics: boolean;
  relatedInformation: boolean;
  codeDescription: boolean;
  configuration: boolean;
  watchesConfiguration: boolean;
  watchesFiles: boolean;
  codeActions: boolean;
  progress: boolean;
  readsFiles: boolean;
  referenceScheme: string | null;
  timeZone: string | null;
  commands: ReadonlySet<keyof ClientCommands>;
}

export function clientOf({ capabilities, initializationOptions }: InitializeParams): Client {
  const { textDocument, workspace } = capabilities;
  const own = optionsOf(initializationOptions);
  return {
    encoding: chooseEncoding(capabilities.general?.positionEncodings),
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    ...diagnosticParts(capabilities),
    configuration: workspace?.configuration ?? false,
    watchesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    codeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    progress: capabilities.window?.workDoneProgress ?? false,
    readsFiles: own.readFile === true,
    referenceScheme: typeof own.referenceScheme === 'string' && /^[a-z][a-z0-9+.-]*$/.test(own.referenceScheme) ? own.referenceScheme : null,
    timeZone: typeof own.timeZone === 'string' && own.timeZone !== '' ? own.timeZone : null,
    commands: new Set(Array.isArray(own.commands) ? (own.commands as (keyof ClientCommands)[]) : []),
  };
}

/** Pushed and pulled diagnostics say separately what they may carry. */
function diagnosticParts({ textDocument }: ClientCapabilities): Pick<Client, 'relatedInformation' | 'codeDescription'> {
  const parts = textDocument?.diagnostic ?? {};
  const pushed = textDocument?.publishDiagnostics ?? {};
  return {
    relatedInformation: 'relatedInformation' in parts ? parts.relatedInformation === true : pushed.relatedInformation === true,
    codeDescription: 'codeDescriptionSupport' in parts ? parts.codeDescriptionSupport === true : pushed.codeDescriptionSupport === true,
  };
}

function optionsOf(options: unknown): ClientOptions {
  const own = typeof options === 'object' && options !== null && 'mailLog' in options ? options.mailLog : null;
  return typeof own === 'object' && own !== null ? own : {};
}
