import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from '../setup/pinned.mjs';

/** How a run of the command line ended. */
export interface Run {
  /** Exit code; null when it had to be killed. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built `mail-log` as a user does, in the root folder, with a pipe or file as standard output; `input` is its standard input. */
export function mailLog(commandArguments: string[], { input = '', cwd = root }: { input?: string | Buffer; cwd?: string } = {}): Promise<Run> {
  const options = { cwd, maxBuffer: 1 << 28, timeout: 120_000 };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [path.join(root, 'dist/cli.js'), ...commandArguments], options, (error, stdout, stderr) =>
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : null) : 0, stdout, stderr }),
    );
    child.stdin?.on('error', () => undefined); // it may end without having read everything
    child.stdin?.end(input);
  });
}
