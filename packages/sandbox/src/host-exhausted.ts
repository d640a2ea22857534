/** The host has no disk space, memory, processes or file descriptors left, so that nothing can be told of its isolation. */
export class HostExhaustedError extends Error {
  override name = "HostExhaustedError";
}

/** What systems say when they have run out of something that may be there again later. Source: errno(3). */
const EXHAUSTED = new Set(["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "ENOMEM", "EAGAIN"]);

/** @throws {HostExhaustedError} when that is what a failure comes from */
export function rethrowIfExhausted(error: unknown): void {
  if (error instanceof HostExhaustedError) throw error;
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === "string" && EXHAUSTED.has(code))
    throw new HostExhaustedError(`the host is exhausted: ${(error as Error).message}`, {
      cause: error,
    });
}
