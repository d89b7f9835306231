// Runs as a worker thread: serves VS Code for the Web, and tells the parent on which port. (What @vscode/test-web prints stays in the worker.)
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** What to serve. The public `open()` of @vscode/test-web would download a VS Code and cannot take any free port. */
export interface ServedConfiguration {
  extensionDevelopmentPath: string;
  extensionTestsPath: string | undefined;
  build: { type: 'static'; location: string };
  folderMountPath: string;
  esm: true;
}

const { runServer } = createRequire(import.meta.url)('@vscode/test-web/out/server/main.js');
const server: Server = await runServer('localhost', 0, workerData satisfies ServedConfiguration);
if (!server.listening) await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
parentPort?.postMessage((server.address() as AddressInfo).port);
