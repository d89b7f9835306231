import type { Stats } from 'node:fs';
import { SourceProblem } from '../problem.ts';

/** @throws SourceProblem for what is no file and no pipe. */
export function checkKind(is: Stats): void {
  if (is.isDirectory()) throw new SourceProblem('it is a folder, not a file');
  if (is.isSocket()) throw new SourceProblem('it is a socket, not a file');
  if (is.isBlockDevice() || is.isCharacterDevice()) throw new SourceProblem('it is a device, not a file');
}
