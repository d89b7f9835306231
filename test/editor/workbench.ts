// Drives a VS Code that runs in a page as a user does: keyboard, mouse and eyes. For pictures and for trying things out; tests ask VS Code's API instead.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../setup/pinned.mjs';
import type { Host, HostRequest } from './hosts/host.ts';
import { installHosts } from './hosts/install.ts';
import { openNodeHost } from './hosts/node-host.ts';
import { openWebHost } from './hosts/web-host.ts';

/** Short names of the built-in colour themes. */
export const themes: Record<string, string> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
  dark2026: 'Dark 2026',
  light2026: 'Light 2026',
};

/** What to open: the extension of this repository, files, settings, in one of the hosts. */
export interface WorkbenchRequest extends Omit<HostRequest, 'extension' | 'folder'> {
  host?: 'node' | 'web';
  /** Default: the folder of the first file. */
  folder?: string;
  /** One of the names in `themes`, or a theme's own identifier. */
  theme?: string;
}

/** One VS Code window. */
export class Workbench {
  readonly page: Page;
  private readonly host: Host;
  private file: string | undefined;

  private constructor(host: Host, file?: string) {
    this.host = host;
    this.page = host.page;
    this.file = file;
  }

  /** Opens VS Code and waits until the first file is shown. */
  static async open({ host = 'node', theme = 'dark', settings, ...request }: WorkbenchRequest): Promise<Workbench> {
    installHosts();
    const files = (request.files ?? []).map((file) => path.resolve(file));
    const folder = path.resolve(request.folder ?? (files[0] ? path.dirname(files[0]) : path.join(root, 'test/logs')));
    const all = { 'workbench.colorTheme': themes[theme] ?? theme, ...settings };
    const opened = await (host === 'web' ? openWebHost : openNodeHost)({ ...request, extension: root, folder, files, settings: all });
    const workbench = new Workbench(opened, files.at(0));
    await workbench.page
      .locator(files.length > 0 ? '.editor-instance .view-line' : '.statusbar-item')
      .first()
      .waitFor({ timeout: 60_000 });
    return workbench;
  }

  /** Ends VS Code. */
  close(): Promise<void> {
    return this.host.close();
  }

  /** Opens a file of the folder, by its path in or below the folder, or (Node host) any file by its absolute path. */
  async openFile(file: string): Promise<void> {
    await this.quickInput('ControlOrMeta+P', file);
    await this.page.keyboard.press('Enter');
    await this.page
      .locator('.tab.active', { hasText: path.basename(file) })
      .first()
      .waitFor();
    this.file = path.resolve(file);
  }

  /** Runs a command by its title in the palette, such as "Mail Log: Summarize Bounces". */
  async runCommand(title: string): Promise<void> {
    await this.quickInput('F1', `>${title}`);
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    await row.waitFor({ timeout: 20_000 });
    await row.click();
  }

  private async quickInput(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key);
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await input.waitFor();
    await input.fill(text);
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor({ timeout: 20_000 });
  }

  /** Puts the cursor at a line and column (both from 1) of the active editor. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.quickInput('Control+G', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Puts the cursor on a text of the active file: its first occurrence, or with "120:TEXT" the first one from line 120 on. */
  async find(text: string): Promise<void> {
    if (!this.file) throw new Error('open a file first');
    const [, from = '1', wanted = text] = /^(\d+):(.*)$/s.exec(text) ?? [];
    const lines = readFileSync(this.file, 'utf8').split('\n');
    const line = lines.findIndex((content, index) => index + 1 >= Number(from) && content.includes(wanted));
    if (line < 0) throw new Error(`no line of ${this.file} holds ${wanted}`);
    const column = (lines[line] ?? '').indexOf(wanted) + 1 + Math.min(1, wanted.length - 1);
    await this.goTo(line + 1, column + 70); // so that what follows is in view, too
    await this.goTo(line + 1, column);
  }

  /** Moves the mouse over a text (see `find`) and returns the hover's text. */
  async hover(text: string): Promise<string> {
    await this.find(text);
    const cursor = this.page.locator('.editor-group-container.active .monaco-editor .cursor').first();
    const box = await cursor.boundingBox();
    if (!box) throw new Error('the cursor cannot be seen');
    await this.page.mouse.move(box.x + 30, box.y + 60);
    await this.page.mouse.move(box.x + 3, box.y + box.height / 2, { steps: 4 });
    const hover = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: /\S/ }).first();
    await hover.waitFor({ timeout: 20_000 });
    return this.settled(() => hover.innerText());
  }

  /** Opens the Problems panel and returns its rows. */
  async problems(): Promise<string[]> {
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    if (!(await this.page.locator('.markers-panel').isVisible())) await this.page.keyboard.press('Control+Shift+M');
    await this.page.locator('.markers-panel').waitFor();
    const text = await this.settled(async () => (await rows.evaluateAll((all) => all.map((row) => row.ariaLabel ?? row.innerText))).join('\n'));
    return text.split('\n').filter(Boolean);
  }

  /** The texts of the status bar's items. */
  async statusBar(): Promise<string[]> {
    const labels = await this.page.locator('.statusbar-item').evaluateAll((items) => items.map((item) => item.ariaLabel ?? item.innerText));
    return labels.map((label) => label.trim()).filter(Boolean);
  }

  /** The content of the webview that is shown (the report). */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  }

  /** Something with this text, in the workbench or else in the webview. */
  async withText(text: string, seconds = 20): Promise<Locator> {
    const places = [this.page.getByText(text).first(), this.webview().getByText(text).first()];
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await this.page.waitForTimeout(100)) {
      for (const place of places) if (await place.isVisible().catch(() => false)) return place;
    }
    throw new Error(`waited in vain for ${text}`);
  }

  /** Waits until the same non-empty text is seen twice, half a second apart, and returns it. */
  private async settled(look: () => Promise<string>, seconds = 15): Promise<string> {
    let before = '';
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
      const now = await look();
      if (now && now === before && !/^Loading\.\.\.$/m.test(now)) return now;
      before = now;
      await this.page.waitForTimeout(500);
    }
    return before;
  }

  /** Writes a picture of the window. */
  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }
}
