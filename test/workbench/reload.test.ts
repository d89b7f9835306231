// What a reload of the window leaves of an open report, in a real VS Code.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Workbench } from '../editor/workbench.ts';
import { root } from '../setup/pinned.mjs';

test('a report comes back after a reload of the window, with its filter', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mail-log-reload-'));
  cpSync(path.join(root, 'test/logs/postfix-syslog/mail.log'), path.join(folder, 'mail.log'));
  // files named to the workbench would replace the layout that it restores
  const workbench = await Workbench.open({ folder, size: { width: 1300, height: 900 } });
  try {
    await workbench.openFile('mail.log');
    await workbench.page.locator('.statusbar-item', { hasText: 'Mail Log' }).first().waitFor({ timeout: 60_000 });
    await workbench.runCommand('Mail Log: Summarize Bounces');
    const bounced = () => workbench.webview().locator('.figures .bounced dd').innerText({ timeout: 60_000 });
    const all = Number(await bounced());
    await workbench.webview().getByRole('combobox', { name: 'Receiver' }).selectOption('Gmail');
    await workbench.webview().getByText('Clear all').waitFor();
    await workbench.page.waitForTimeout(6000); // VS Code writes down what it keeps every five seconds
    const filtered = Number(await bounced());
    assert.ok(filtered > 0 && filtered < all, `${filtered} of ${all} bounced at Gmail`);
    await workbench.page.reload();
    await workbench.webview().getByText('Clear all').waitFor({ timeout: 60_000 });
    assert.equal(Number(await bounced()), filtered);
    assert.equal(await workbench.webview().getByRole('combobox', { name: 'Receiver' }).inputValue(), 'Gmail');
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
