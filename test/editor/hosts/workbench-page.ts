import type { Page } from 'playwright-core';
import type { Browser } from './browser.ts';
import type { Host, HostRequest } from './host.ts';
import { quietSettings } from './settings.ts';

/** Shows a served workbench in a browser; both end together. */
export async function showIn(
  starting: Promise<Browser>,
  server: { close(): void },
  address: string,
  request: HostRequest,
  uriOf: Host['uriOf'],
): Promise<Host> {
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    server.close();
  };
  try {
    browser = await starting;
    const { exitCode } = await openWorkbench(browser.page, address, request, uriOf);
    return { page: browser.page, exitCode, uriOf, close };
  } catch (error) {
    await close();
    throw error;
  }
}

// Opens a workbench in the page, with the request's settings and files; `exitCode` is that of the tests
async function openWorkbench(page: Page, address: string, request: HostRequest, uriOf: Host['uriOf']): Promise<Pick<Host, 'exitCode'>> {
  const exitCode = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => request.log?.(values.map(String).join(' ')));
  await page.addInitScript(configure, additions(request, uriOf));
  await page.goto(address, { timeout: 60_000 });
  return { exitCode };
}

function additions({ settings, files = [] }: HostRequest, uriOf: Host['uriOf']) {
  const editors = files.map((file) => ({ uri: uriComponents(uriOf(file)), options: { pinned: true } }));
  return { configurationDefaults: { ...quietSettings, ...settings }, ...(editors.length > 0 && { defaultLayout: { editors, force: true } }) };
}

// Runs in the page. Every web workbench reads its configuration from one attribute; a changed document would do too, but Chromium takes a document
// that was not served by this machine for a public one, and forbids it to talk to this machine.
function configure(more: object) {
  type PageElement = { id: string; getAttribute(name: string): string | null };
  const { prototype } = (globalThis as unknown as { Element: { prototype: PageElement } }).Element;
  const { getAttribute } = prototype;
  prototype.getAttribute = function (name) {
    const value = getAttribute.call(this, name);
    const isConfiguration = name === 'data-settings' && this.id === 'vscode-workbench-web-configuration';
    return isConfiguration && value ? JSON.stringify({ ...JSON.parse(value), ...more, enableWorkspaceTrust: false }) : value;
  };
}

function uriComponents(uri: string) {
  const { protocol, host, pathname } = new URL(uri);
  return { $mid: 1, scheme: protocol.slice(0, -1), authority: host, path: decodeURIComponent(pathname) };
}
