import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inOrderOfTime, logsAmong, type Reference } from '../core.ts';
import { problemOf } from '../source/problem.ts';
import { firstTime } from '../threads/times.ts';

/** Files to read, in order, and what was named but cannot be read. */
export interface Inputs {
  files: string[];
  problems: Problem[];
}

export interface Problem {
  path: string;
  message: string;
}

/**
 * Puts files in the place of folders: their mail logs; all in order of time.
 * @param mayCome what does not exist is no mistake: it is waited for.
 */
export async function findInputs(paths: readonly string[], reference: Reference, mayCome = false): Promise<Inputs> {
  const inputs: Inputs = { files: [], problems: [] };
  for (const named of paths) {
    try {
      if (mayCome && named !== '-' && !existsSync(named)) {
        inputs.files.push(named);
        continue;
      }
      const isFolder = named !== '-' && statSync(named).isDirectory();
      if (!isFolder) inputs.files.push(named);
      else addFolder(named, inputs);
    } catch (error) {
      inputs.problems.push({ path: named, message: problemOf(error).message });
    }
  }
  return { ...inputs, files: await inOrderOfTime(inputs.files, (file) => firstTime(file, reference)) };
}

function addFolder(folder: string, inputs: Inputs): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
  const logs = logsAmong(names);
  if (logs.length === 0) {
    inputs.problems.push({
      path: folder,
      message: 'the folder holds no log (looked for mail.log, maillog, *.log and their rotated names): name the files',
    });
  }
  inputs.files.push(...logs.map((name) => path.join(folder, name)));
}
