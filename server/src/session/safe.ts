import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Thrown inside a request whose answer nobody waits for any more. */
export class Cancelled extends Error {}

export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new Cancelled();
}

type Answer<R> = R | ResponseError<void>;

/**
 * Runs a request so that no fault of ours ends the server: a cancelled request is answered as the protocol says, any other fault is
 * written to the log and answered with `fallback`.
 */
export async function runSafe<R>(
  work: () => R | Promise<R>,
  fallback: R,
  what: string,
  report: (message: string) => void,
  token?: CancellationToken,
): Promise<Answer<R>> {
  const cancelled = () => new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'Request cancelled');
  if (token?.isCancellationRequested) return cancelled();
  try {
    const result = await work();
    return token?.isCancellationRequested ? cancelled() : result;
  } catch (error) {
    if (error instanceof Cancelled) return cancelled();
    if (error instanceof ResponseError) return error as ResponseError<void>;
    report(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return fallback;
  }
}
