import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import ts from "typescript6";
import type { SourceFile } from "../../src/sandbox.js";
import type { Outcome, Program } from "./programs.js";

/** The same in every place: time zone, encoding, and no byte code left beside the programs. */
const ENVIRONMENT = { TZ: "UTC", LANG: "C.UTF-8", PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" };
const PYTHON_FOLDERS = "/usr/local/bin:/usr/bin:/bin";

/** Minor version of the host's Python 3, or null without one. */
export function findPythonMinor(): number | null {
  try {
    const env = { ...ENVIRONMENT, PATH: PYTHON_FOLDERS };
    const code = "import sys; print(sys.version_info[1])";
    return Number(execFileSync("python3", ["-c", code], { env, encoding: "utf8" }));
  } catch {
    return null;
  }
}

async function runPlainly(command: string, file: string, program: Program): Promise<Outcome> {
  const stdin = program.stdinFile === null ? "ignore" : openSync(program.stdinFile, "r");
  try {
    const child = spawn(command, [file, ...program.args], {
      env: { ...ENVIRONMENT, PATH: PYTHON_FOLDERS },
      stdio: [stdin, "pipe", "pipe"],
    });
    const exited = new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("exit", resolve);
    });
    const [stdout, stderr, exitCode] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      exited,
    ]);
    return { stdout, stderr, exitCode };
  } finally {
    if (stdin !== "ignore") closeSync(stdin);
  }
}

/** Runs a program in this process's own Node. */
export function runInNode(program: Program): Promise<Outcome> {
  return runPlainly(process.execPath, path.join(program.folder, program.files[0].name), program);
}

/** Runs a program in the host's Python. */
export function runInPython(program: Program): Promise<Outcome> {
  return runPlainly("python3", path.join(program.folder, program.files[0].name), program);
}

function transpile({ name, content }: SourceFile): {
  name: string;
  content: string;
  errors: string[];
} {
  const { outputText, diagnostics = [] } = ts.transpileModule(content, {
    fileName: name,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: name.endsWith(".mts") ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      esModuleInterop: true,
    },
  });
  return {
    name: name.replace(/ts$/, "js"),
    content: outputText,
    errors: diagnostics.map(({ code }) => `error TS${code}`),
  };
}

/**
 * Compiles a program the way projects are set up to (`.ts` to CommonJS, `.mts` to an ES module), and
 * runs the outcome in Node.
 * @param folder where the outcome is written
 */
export async function runTypescriptInNode(program: Program, folder: string): Promise<Outcome> {
  const compiled = program.files.map(transpile);
  const errors = compiled.flatMap((file) => file.errors);
  if (errors.length > 0) return { stdout: "", stderr: errors.join("\n"), exitCode: 1 };
  const place = path.join(folder, program.name);
  for (const { name, content } of compiled) {
    await mkdir(path.dirname(path.join(place, name)), { recursive: true });
    await writeFile(path.join(place, name), content);
  }
  return runPlainly(process.execPath, path.join(place, compiled[0]!.name), program);
}
