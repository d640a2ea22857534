import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { dataBytes, type ChildLimits } from "../limits.js";
import { childScript, parseMappedFiles } from "../runtime-files.js";
import { rethrowIfUntestable } from "../untestable-host.js";
import type { LanguageRuntime, RuntimeCommand } from "./language.js";
import { PYTHON_PROBE } from "./python-probe.js";

const run = promisify(execFile);

const INSPECTION_TIMEOUT_MS = 10_000;
const OLDEST_MINOR = 8;
/** Libraries, and what the C library reserves for the allocations of each thread. */
const RESERVED_BYTES = 1024 * 1024 * 1024;

/** Prints what a child needs to know of its interpreter; a shim answers with the real one. */
const INSPECTION = `
import ctypes, json, os, sys
print(json.dumps({
    "executable": os.path.realpath(sys.executable),
    "version": list(sys.version_info[:3]),
    "paths": [os.path.realpath(path) for path in sys.path if os.path.isdir(path)],
    "maps": open("/proc/self/maps", encoding="latin1").read(),
}))
`;

interface Interpreter {
  executable: string;
  version: [number, number, number];
  paths: string[];
  maps: string;
}

async function inspect(command: string, searchPath: string): Promise<Interpreter | null> {
  try {
    const { stdout } = await run(command, ["-I", "-S", "-B", "-c", INSPECTION], {
      // Enough for a shim to find the interpreter that it stands for.
      env: { PATH: searchPath },
      timeout: INSPECTION_TIMEOUT_MS,
      killSignal: "SIGKILL",
    });
    const found = JSON.parse(stdout) as Interpreter;
    const [major, minor] = found.version;
    return major === 3 && minor >= OLDEST_MINOR ? found : null;
  } catch (error) {
    rethrowIfUntestable(error);
    // No Python, too old, or without ctypes.
    return null;
  }
}

function createPython(interpreter: Interpreter): LanguageRuntime {
  const readablePaths = [
    interpreter.executable,
    ...interpreter.paths,
    ...parseMappedFiles(interpreter.maps),
  ];
  return {
    language: "python",
    runtime: `cpython ${interpreter.version.join(".")}`,
    probe: PYTHON_PROBE,
    buildCommand: (limits: ChildLimits): RuntimeCommand => ({
      command: interpreter.executable,
      // Isolated, no site packages, no byte code written, UTF-8 whatever the locale.
      args: ["-I", "-S", "-B", "-X", "utf8", childScript("python.py")],
      plan: {},
      readablePaths,
      env: { TZ: "UTC" },
      dataBytes: dataBytes(limits.memoryBytes),
      addressSpaceBytes: dataBytes(limits.memoryBytes) + RESERVED_BYTES,
      allowsThreads: true,
    }),
    outOfMemoryBytes: (memoryBytes) => dataBytes(memoryBytes),
  };
}

/**
 * Finds Python interpreters of the host that a child could run. One that cannot be used says so
 * when it is tried.
 * @param pythonPath the only candidate when given; otherwise every `python3` on `searchPath`
 * @param searchPath as in the variable PATH
 */
export async function findPythons(
  pythonPath: string | undefined,
  searchPath: string,
): Promise<(() => Promise<LanguageRuntime>)[]> {
  const candidates =
    pythonPath === undefined
      ? searchPath
          .split(path.delimiter)
          .filter((folder) => path.isAbsolute(folder))
          .map((folder) => path.join(folder, "python3"))
          .filter((candidate) => existsSync(candidate))
      : [pythonPath];
  const found = await Promise.all(candidates.map((candidate) => inspect(candidate, searchPath)));
  const executables = found.map((interpreter) => interpreter?.executable);
  return found.flatMap((interpreter, index) => {
    if (interpreter === null) return [() => Promise.reject(new Error(unusable(candidates[index])))];
    // A shim leads to an interpreter that may be a candidate itself.
    const isFirst = executables.indexOf(interpreter.executable) === index;
    return isFirst ? [() => Promise.resolve(createPython(interpreter))] : [];
  });
}

function unusable(candidate: string | undefined): string {
  return `${candidate} is no CPython 3.${OLDEST_MINOR} or newer with ctypes`;
}
