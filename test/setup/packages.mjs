// Installs the project's packages when they are missing or differ from the lock file. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pinnedNode, root } from './pinned.mjs';

/**
 * Runs `npm ci` unless every locked package is already there. Ends the process when npm fails. Only errors are shown: npm may run on an older Node
 * and then warns of each package that wants the newer one, which is pinned here and runs them.
 */
export function installPackages() {
  if (packagesAreCurrent()) return;
  console.log('Installing packages (npm ci); this takes up to a minute ...');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0 || !existsSync(pinnedNode)) {
    console.error('npm ci did not install everything; see above.');
    process.exit(1);
  }
}

// npm writes what it installed into node_modules/.package-lock.json as its last act, so a comparison also sees an install that was cut short
function packagesAreCurrent() {
  const locked = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!locked || !installed || !existsSync(pinnedNode)) return false;
  return Object.entries(locked).every(([place, wanted]) => {
    if (place === '') return true;
    return installed[place] ? installed[place].version === wanted.version : wanted.optional === true;
  });
}

/** @param {string} file */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
