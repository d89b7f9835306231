import type { Connection } from 'vscode-languageserver';
import type { ClientRequests } from '../protocol.ts';
import { logText, type Unpack } from '../source/log-text.ts';
import type { Files } from './runtime.ts';

/** Files through the client: its virtual file systems, and everything in a browser. They come whole, within the client's limit. */
export function clientFiles(connection: Connection, unpack: Unpack): Files {
  const ask = <M extends keyof ClientRequests>(method: M, params: ClientRequests[M]['params']): Promise<ClientRequests[M]['result']> =>
    connection.sendRequest(method, params);
  const file = async function* (uri: string) {
    const { data } = await ask('mailLog/readFile', { uri });
    yield typeof data === 'string' ? bytesOf(data) : data;
  };
  return {
    canRead: () => true,
    read: (uri) => logText(file(uri), unpack),
    list: async (uri) => {
      const { type, children } = await ask('mailLog/statFile', { uri });
      return type === 'folder' ? (children ?? []).sort() : null;
    },
  };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
