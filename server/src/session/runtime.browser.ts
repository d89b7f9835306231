import { machineZone } from '../core.ts';
import { unpack } from '../source/browser/unpack.ts';
import type { Runtime } from './runtime.ts';

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();

/** The server in a worker of the browser: whatever is not open comes through the client. */
export const browserRuntime: Runtime = {
  now: () => Date.now(),
  timeZone: machineZone,
  // timers are held back in workers after a few calls, messages are not
  pause: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      channel.port2.postMessage(null);
    }),
  files: {
    canRead: () => false,
    // biome-ignore lint/correctness/useYield: there is nothing to give
    read: async function* (uri) {
      throw new Error(`${uri} cannot be read here`);
    },
    list: async () => null,
  },
  unpack,
};
