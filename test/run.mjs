// Runs one of the project's own scripts: node test/run.mjs SCRIPT [ARGUMENT...]
// Needs nothing but a Node that can run npm. It installs the packages when they are missing or out of date, then hands over to the
// Node that package.json pins, which runs TypeScript as it is. All npm scripts go through here, so each works alone, and first.
import { spawn } from 'node:child_process';
import { installPackages } from './setup/packages.mjs';
import { environment, pinnedNode } from './setup/pinned.mjs';

const [script, ...rest] = process.argv.slice(2);
if (!script) {
  console.error('usage: node test/run.mjs SCRIPT [ARGUMENT...]');
  process.exit(2);
}
installPackages();
const child = spawn(pinnedNode, [script, ...rest], { stdio: 'inherit', env: environment });
// a signal sent to this process only (not by a terminal to the whole group) has to reach the child too
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`cannot start ${pinnedNode}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
