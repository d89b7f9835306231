// How a large log feels in a real VS Code: key press to paint, scrolling, colours, with and without our default for `[maillog]`.
//   npm run bench -- typing [MEGABYTES]      (45 by default)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Workbench } from '../editor/workbench.ts';
import { writeLog } from '../synthetic/write.ts';

const bytesPerLine = 139;
const keys = 40;
const wheels = 60;

/** What the page notes by itself. */
interface Noted {
  /** Milliseconds from each key press to the paint that shows it, in steps of 8; presses below 16 are not told. */
  presses: number[];
  /** Milliseconds between two frames. */
  frames: number[];
}

interface Feel {
  open: number;
  colours: string;
  typing: Record<string, { median: number; slowest: number }>;
  scrolling: { median: number; slowest: number };
}

/** The page's own names: types here are Node's. */
declare const window: {
  noted: Noted;
  requestAnimationFrame(call: (now: number) => void): void;
  PerformanceObserver: new (
    seen: (list: { getEntries(): { name: string; duration: number }[] }) => void,
  ) => { observe(options: { type: string; durationThreshold: number }): void };
  document: { querySelectorAll(selector: string): Iterable<{ className: string }> };
};

const quantile = (values: readonly number[], share: number) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

async function watch({ page }: Workbench): Promise<void> {
  await page.evaluate(() => {
    const noted: Noted = { presses: [], frames: [] };
    window.noted = noted;
    // Event Timing (W3C): from the key to the next paint
    new window.PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') noted.presses.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 });
    let last = performance.now();
    const frame = (now: number) => {
      noted.frames.push(now - last);
      last = now;
      window.requestAnimationFrame(frame);
    };
    window.requestAnimationFrame(frame);
  });
}

/** How long until the lines in view have more than two colours; never: not at all in 15 seconds. */
async function colours({ page }: Workbench): Promise<string> {
  const start = performance.now();
  const coloured = () =>
    new Set(
      [...window.document.querySelectorAll('.editor-group-container.active .editor-instance .view-line span[class^=mtk]')].map(
        ({ className }) => className,
      ),
    ).size > 2;
  const seen = await page.waitForFunction(coloured, undefined, { timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  return seen ? `${Math.round(performance.now() - start)} ms` : 'none';
}

async function type(workbench: Workbench, line: number): Promise<{ median: number; slowest: number }> {
  const { page } = workbench;
  await workbench.goTo(line, 40);
  await page.waitForTimeout(2000);
  await page.evaluate(() => {
    window.noted.presses = [];
  });
  for (let at = 0; at < keys; at++) {
    await page.keyboard.press('x');
    await page.waitForTimeout(120);
  }
  await page.waitForTimeout(500);
  const { presses } = await page.evaluate(() => window.noted);
  const all = [...Array(Math.max(0, keys - presses.length)).fill(16), ...presses];
  return { median: quantile(all, 0.5), slowest: Math.max(...all) };
}

async function scroll(workbench: Workbench): Promise<{ median: number; slowest: number }> {
  const { page } = workbench;
  await workbench.goTo(5000);
  await page.mouse.move(600, 400);
  await page.waitForTimeout(1000);
  await page.evaluate(() => {
    window.noted.frames = [];
  });
  for (let at = 0; at < wheels; at++) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(30);
  }
  const { frames } = await page.evaluate(() => window.noted);
  return { median: quantile(frames, 0.5), slowest: Math.max(...frames) };
}

async function feel(file: string, lines: number, optimizations: boolean | null): Promise<Feel> {
  const own = optimizations === null ? {} : { '[maillog]': { 'editor.largeFileOptimizations': optimizations } };
  const workbench = await Workbench.open({ folder: path.dirname(file), settings: { 'workbench.editorLargeFileConfirmation': 1024, ...own } });
  try {
    await watch(workbench);
    // the extension is known by then, as it is to someone who opens a log from the explorer
    await workbench.page.waitForTimeout(5000);
    const start = performance.now();
    await workbench.openFile(file);
    await workbench.page.locator('.editor-instance .view-line').first().waitFor({ timeout: 60_000 });
    const open = performance.now() - start;
    const atOnce = await colours(workbench);
    // the server reads it meanwhile; afterwards the machine is the editor's
    await workbench.page.waitForTimeout(15_000);
    const typing: Feel['typing'] = {};
    for (const [name, line] of [
      ['begin', 20],
      ['middle', Math.floor(lines / 2)],
      ['end', lines - 5],
    ] as const)
      typing[name] = await type(workbench, line);
    const scrolling = await scroll(workbench);
    return { open, colours: atOnce, typing, scrolling };
  } finally {
    await workbench.close();
  }
}

function print(what: string, { open, colours: shown, typing, scrolling }: Feel): void {
  console.log(`${what}\n  opened in ${Math.round(open)} ms, colours after ${shown}`);
  for (const [where, { median, slowest }] of Object.entries(typing))
    console.log(`  key to paint at the ${where.padEnd(7)} median ${median} ms, slowest ${slowest} ms`);
  console.log(`  frames while scrolling     median ${scrolling.median.toFixed(0)} ms, slowest ${scrolling.slowest.toFixed(0)} ms`);
}

const megabytes = Number(process.argv[2] ?? 45);
const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-typing-'));
const file = path.join(folder, 'mail.log');
const lines = Math.floor((megabytes * 1_000_000) / bytesPerLine);
try {
  await writeLog(file, { lines });
  print(`${megabytes} MB, our default (editor.largeFileOptimizations: false for maillog)`, await feel(file, lines, null));
  print(`${megabytes} MB, the editor's own default (true)`, await feel(file, lines, true));
} finally {
  rmSync(folder, { recursive: true });
}
process.exit();
