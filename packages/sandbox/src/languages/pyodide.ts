import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { dataBytes, type ChildLimits } from "../limits.js";
import { childScript, findPyodide, manifestsAbove, readPackageVersion } from "../runtime-files.js";
import { makeTemporaryFolder } from "../temporary-folder.js";
import type { LanguageRuntime } from "./language.js";
import { buildNodeCommand } from "./node-command.js";
import { PYTHON_PROBE } from "./python-probe.js";

const run = promisify(execFile);

const MEBIBYTE = 1024 * 1024;
/** What Pyodide and its snapshot occupy beyond what a plain Node child does. */
const PYODIDE_BYTES = 200 * MEBIBYTE;
const BUILD_TIMEOUT_MS = 60_000;

/** A folder for the snapshot that nobody else can write to, made when it is first needed. */
export class SnapshotFolder {
  readonly #cacheFolder: string | undefined;
  #temporary: string | null = null;

  /** @param cacheFolder kept for the next start; without one, a temporary folder is used */
  constructor(cacheFolder: string | undefined) {
    this.#cacheFolder = cacheFolder;
  }

  async open(): Promise<string> {
    if (this.#cacheFolder !== undefined) {
      await mkdir(this.#cacheFolder, { recursive: true, mode: 0o700 });
      return path.resolve(this.#cacheFolder);
    }
    this.#temporary ??= await makeTemporaryFolder("pyodide");
    return this.#temporary;
  }

  /** Removes the folder unless it is to be kept. */
  async close(): Promise<void> {
    if (this.#temporary !== null) await rm(this.#temporary, { recursive: true, force: true });
    this.#temporary = null;
  }
}

/** Builds the snapshot when the folder has none for these versions. */
async function provideSnapshot(folder: string, pyodideFolder: string): Promise<string> {
  const versions = `${readPackageVersion("pyodide")}-node-${process.versions.node}`;
  const snapshotPath = path.join(folder, `pyodide-${versions}.snapshot`);
  if (!existsSync(snapshotPath)) {
    const script = childScript("build-pyodide-snapshot.cjs");
    await run(process.execPath, [script, pyodideFolder, snapshotPath], {
      env: {},
      timeout: BUILD_TIMEOUT_MS,
      killSignal: "SIGKILL",
    });
  }
  return snapshotPath;
}

/** Python without a Python on the host: Pyodide, CPython compiled to WebAssembly. */
export async function createPyodide(snapshotFolder: SnapshotFolder): Promise<LanguageRuntime> {
  const pyodideFolder = findPyodide();
  const snapshotPath = await provideSnapshot(await snapshotFolder.open(), pyodideFolder);
  return {
    language: "python",
    runtime: `pyodide ${readPackageVersion("pyodide")}`,
    probe: PYTHON_PROBE,
    buildCommand: (limits: ChildLimits) =>
      buildNodeCommand({
        script: "pyodide.cjs",
        limits,
        extraDataBytes: PYODIDE_BYTES,
        plan: { pyodideFolder, snapshotPath },
        readablePaths: [pyodideFolder, snapshotPath, ...manifestsAbove(pyodideFolder)],
      }),
    outOfMemoryBytes: (memoryBytes) => dataBytes(memoryBytes),
  };
}
