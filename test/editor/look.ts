// Opens the extension in a real VS Code and does what it is told, in the order of the arguments: to look at the product.
//   node test/run.mjs test/editor/look.ts --file mail.log --hover '550-5.1.1' --shot /tmp/hover.png --problems --shot /tmp/problems.png
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { execute } from '../runner/step.ts';
import { pinnedNode } from '../setup/pinned.mjs';
import { themes, Workbench } from './workbench.ts';

const usage = `usage: look.ts [SETTING...] [ACTION...]
settings   --host node|web   --file FILE (more than once: several tabs)   --folder FOLDER   --theme ${Object.keys(themes).join('|')}
           --size 1400x900   --setting KEY=JSON   --no-build
actions    --open FILE       open another file
           --goto LINE[:COLUMN]
           --find TEXT       cursor on the first occurrence, "120:TEXT" from line 120 on
           --hover TEXT      mouse over it; prints the hover
           --command TITLE   run a command from the palette
           --problems        open the Problems panel; prints it
           --status          prints the status bar
           --click TEXT      click something with this text, in the workbench or a webview
           --wait TEXT       wait until this text is seen, in the workbench or a webview
           --report          prints the text of the webview
           --type TEXT, --key KEY (Control+A, Escape, ...), --sleep MILLISECONDS
           --shot FILE.png   picture of the window
           --keep            stay until Ctrl-C (address is not shown: the window is headless)`;

const { values, tokens } = parseArgs({
  allowNegative: true,
  tokens: true,
  options: {
    host: { type: 'string' },
    file: { type: 'string', multiple: true },
    folder: { type: 'string' },
    theme: { type: 'string' },
    size: { type: 'string' },
    setting: { type: 'string', multiple: true },
    build: { type: 'boolean', default: true },
    help: { type: 'boolean' },
    ...Object.fromEntries(
      ['open', 'goto', 'find', 'hover', 'command', 'click', 'wait', 'type', 'key', 'sleep', 'shot'].map((name) => [
        name,
        { type: 'string' as const },
      ]),
    ),
    ...Object.fromEntries(['problems', 'status', 'report', 'keep'].map((name) => [name, { type: 'boolean' as const }])),
  },
});

const actions: Record<string, (workbench: Workbench, value: string) => Promise<unknown>> = {
  open: (workbench, file) => workbench.openFile(file),
  goto: (workbench, place) => workbench.goTo(...(place.split(':').map(Number) as [number, number])),
  find: (workbench, text) => workbench.find(text),
  hover: async (workbench, text) => console.log(await workbench.hover(text)),
  command: (workbench, title) => workbench.runCommand(title),
  problems: async (workbench) => console.log((await workbench.problems()).join('\n')),
  status: async (workbench) => console.log((await workbench.statusBar()).join('\n')),
  click: async (workbench, text) => (await workbench.withText(text)).click(),
  wait: (workbench, text) => workbench.withText(text),
  report: async (workbench) => console.log(await workbench.webview().locator('body').innerText()),
  type: (workbench, text) => workbench.page.keyboard.type(text),
  key: (workbench, key) => workbench.page.keyboard.press(key),
  sleep: (workbench, milliseconds) => workbench.page.waitForTimeout(Number(milliseconds)),
  shot: (workbench, file) => workbench.screenshot(file),
  keep: () => new Promise(() => setInterval(() => undefined, 1 << 30)),
};

async function look() {
  const [width = 1400, height = 900] = (values.size ?? '').split('x').filter(Boolean).map(Number);
  const settings = Object.fromEntries(
    (values.setting ?? []).map((pair) => [pair.slice(0, pair.indexOf('=')), JSON.parse(pair.slice(pair.indexOf('=') + 1))]),
  );
  const { file: files = [], folder, theme } = values;
  const workbench = await Workbench.open({
    host: values.host === 'web' ? 'web' : 'node',
    files,
    settings,
    size: { width, height },
    ...(folder && { folder }),
    ...(theme && { theme }),
  });
  try {
    for (const token of tokens) if (token.kind === 'option') await actions[token.name]?.(workbench, token.value ?? '');
  } catch (error) {
    const picture = path.join(os.tmpdir(), 'mail-log-look.png');
    await workbench.screenshot(picture);
    console.error(`${error instanceof Error ? error.message : error}\nThe window at that moment: ${picture}`);
    process.exitCode = 1;
  } finally {
    await workbench.close();
  }
}

if (values.help) console.log(usage);
else {
  if (values.build) await execute(pinnedNode, ['esbuild.mjs']);
  await look();
  process.exit();
}
