/**
 * Landlock rules as plain data for the launcher. Nothing is writable, no TCP, and only the files
 * that a runtime loads can be opened.
 *
 * Source: `linux/landlock.h`; what an ABI version handles is in the kernel's
 * `Documentation/userspace-api/landlock.rst`.
 */
export interface LandlockPlan {
  /** Files and folders that may be read and executed. Missing ones are skipped by the launcher. */
  readablePaths: string[];
}

/** @param readablePaths absolute paths, of files or of whole folders */
export function planLandlock(readablePaths: readonly string[]): LandlockPlan {
  return { readablePaths: [...new Set(readablePaths)].sort() };
}
