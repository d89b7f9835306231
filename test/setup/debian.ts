import { spawnSync } from 'node:child_process';

/** Installs Debian packages where this process may (root, or sudo without a password); elsewhere it throws and says what to install. */
export function installDebianPackages(names: string[]) {
  if (names.length === 0) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const run = (...command: string[]) => {
    const [program = '', ...rest] = [...sudo, ...command];
    return (
      spawnSync(program, rest, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
    );
  };
  console.log(`Installing Debian packages: ${names.join(', ')} ...`);
  if (run('apt-get', 'update', '-qq') && run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...names)) return;
  throw new Error(`Please install first: ${names.join(', ')}`);
}
