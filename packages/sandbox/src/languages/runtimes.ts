import { readPackageVersion } from "../runtime-files.js";
import type { Language } from "../types.js";
import { createJavascript } from "./javascript.js";
import type { LanguageRuntime } from "./language.js";
import { createPyodide, type SnapshotFolder } from "./pyodide.js";
import { findPythons } from "./python.js";
import { createTypescript } from "./typescript.js";

export interface FindRuntimesOptions {
  /** The only Python to consider; otherwise every `python3` on `searchPath`. */
  pythonPath: string | undefined;
  searchPath: string;
  /** Whether pythons of the host are left aside in favour of Pyodide. */
  usesPyodide: boolean;
  snapshotFolder: SnapshotFolder;
}

/** One way to run a language, made only when those before it have failed. */
export type RuntimeFactory = () => Promise<LanguageRuntime>;

/**
 * Lists the ways to run each language, the preferred first. The first that passes the self-test
 * is used. A new language is one file beside this one and one line here.
 */
export async function findRuntimes(
  options: FindRuntimesOptions,
): Promise<Record<Language, RuntimeFactory[]>> {
  const { pythonPath, searchPath, usesPyodide, snapshotFolder } = options;
  const pythons = usesPyodide ? [] : await findPythons(pythonPath, searchPath);
  const ready = (runtime: LanguageRuntime) => (): Promise<LanguageRuntime> =>
    Promise.resolve(runtime);
  return {
    javascript: [ready(createJavascript())],
    typescript: [ready(createTypescript(readPackageVersion("typescript")))],
    python: [...pythons.map(ready), () => createPyodide(snapshotFolder)],
  };
}
