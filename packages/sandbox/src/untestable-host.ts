/**
 * The host lacks what a self-test needs, such as disk space, processes or file descriptors: nothing can be told of its
 * isolation now, and later it may.
 */
export class UntestableHostError extends Error {
  override name = "UntestableHostError";
}

/** What systems say when they have run out of something. Source: errno(3). */
const EXHAUSTED = new Set(["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "ENOMEM", "EAGAIN"]);

/** @throws {UntestableHostError} when that is what a failure comes from */
export function rethrowIfUntestable(error: unknown): void {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof UntestableHostError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== undefined && EXHAUSTED.has(code)) throw toUntestable(error);
  }
}

export const toUntestable = (cause: unknown): UntestableHostError =>
  new UntestableHostError(`the host cannot be tested: ${(cause as Error).message}`, { cause });
