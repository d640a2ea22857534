import { readPackageVersion } from "../runtime-files.js";
import type { Language } from "../types.js";
import { createJavascript } from "./javascript.js";
import type { LanguageRuntime } from "./language.js";
import { createPyodide, type SnapshotFolder } from "./pyodide.js";
import { findPythons } from "./python.js";
import { createQuickjsJavascript } from "./quickjs-javascript.js";
import { createQuickjsTypescript } from "./quickjs-typescript.js";
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

/** The ways to run each language, the preferred first. The first that passes the self-test is used. */
export type RuntimeFactories = Readonly<
  Record<Language, readonly RuntimeFactory[]> &
    // What a tier is tested with.
    Record<"javascript", readonly [RuntimeFactory, ...RuntimeFactory[]]>
>;

const ready = (runtime: LanguageRuntime) => (): Promise<LanguageRuntime> =>
  Promise.resolve(runtime);

/**
 * Lists what runs in children that the kernel locks. A new language is one file beside this one
 * and one line here.
 */
export async function findLockedRuntimes(options: FindRuntimesOptions): Promise<RuntimeFactories> {
  const { pythonPath, searchPath, usesPyodide, snapshotFolder } = options;
  const pythons = usesPyodide ? [] : await findPythons(pythonPath, searchPath);
  return {
    javascript: [ready(createJavascript())],
    typescript: [ready(createTypescript(readPackageVersion("typescript6")))],
    python: [...pythons, () => createPyodide(snapshotFolder)],
  };
}

/** Lists what runs where only an interpreter holds the program. */
export function findQuickjsRuntimes(): RuntimeFactories {
  return {
    javascript: [ready(createQuickjsJavascript())],
    typescript: [ready(createQuickjsTypescript(readPackageVersion("typescript6")))],
    python: [
      () =>
        Promise.reject(
          new Error(
            "Python needs the kernel's lock: without it programs reach the host through it",
          ),
        ),
    ],
  };
}
