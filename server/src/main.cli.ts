import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { run } from './cli/run.ts';
import { machineZone } from './core.ts';

/** The version of the package this file belongs to, from wherever in it it runs. */
function version(): string {
  for (let folder = path.dirname(realpathSync(process.argv[1])); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    const { name, version } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
    if (name === 'mail-log') return version;
    if (folder === path.dirname(folder)) return 'unknown';
  }
}

run(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, now: Date.now, timeZone: machineZone, version }).then((code) => {
  process.exitCode = code;
});
