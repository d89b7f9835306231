/**
 * Why a source could not be read, or not to its end: a sentence for the user that says what, where and what to do.
 * What was read before is kept.
 */
export class SourceProblem extends Error {
  override readonly name = 'SourceProblem';
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied (read it as root, or add yourself to the group adm)',
  EPERM: 'permission denied by the system',
  ELOOP: 'its symbolic links go round in a circle',
  ENOTDIR: 'a part of its path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open (raise ulimit -n)',
  EIO: 'the disk reports an error',
  ENXIO: 'it is a socket or a device without a reader',
  ESTALE: 'the network file system lost it',
};

/** The sentence for an error of the file system. */
export function problemOf(error: unknown): SourceProblem {
  if (error instanceof SourceProblem) return error;
  const code = (error as { code?: string }).code;
  return new SourceProblem(reasons[code ?? ''] ?? (error instanceof Error ? error.message : String(error)));
}
