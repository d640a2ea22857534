import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Language, SourceFile } from "../../src/sandbox.js";

/**
 * A program as people write them, with what it prints in the plain runtime. Beside `NAME.js`, or the
 * folder `NAME` with a `main.js`, lie `NAME.out` (standard output), and where there is something to
 * say `NAME.in` (standard input), `NAME.args` (one on a line), `NAME.exit` (status), `NAME.err`
 * (pieces of standard error, in this order) and `NAME.needs` (`threads`, or the oldest `python`).
 */
export interface Program {
  name: string;
  /** Absolute path of the folder that its files lie in. */
  folder: string;
  /** The one to start with first; names are relative to the folder. */
  files: [SourceFile, ...SourceFile[]];
  /** Absolute path of the file with its standard input, or null. */
  stdinFile: string | null;
  args: string[];
  stdout: string;
  stderr: string[];
  exitCode: number;
  needs: { threads: boolean; pythonMinor: number };
}

/** What a program needs that says nothing of it: Python 3.9. */
export const USUAL_PYTHON_MINOR = 9;

const SOURCE = /^(.*)\.(?:js|mjs|ts|mts|py)$/;
const ENTRY = /^main\.(?:js|mjs|ts|mts|py)$/;

function readLines(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
}

function readFile(folder: string, name: string): SourceFile {
  return { name, content: readFileSync(path.join(folder, name), "utf8") };
}

function readFiles(folder: string): SourceFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      readFile(folder, path.relative(folder, path.join(entry.parentPath, entry.name))),
    )
    .sort((a, b) => Number(ENTRY.test(b.name)) - Number(ENTRY.test(a.name)));
}

function readProgram(
  languageFolder: string,
  name: string,
  source: { folder: string; files: SourceFile[] },
): Program {
  const beside = (suffix: string): string => path.join(languageFolder, `${name}.${suffix}`);
  const [entry, ...others] = source.files;
  if (entry === undefined) throw new Error(`${name} has no files`);
  const needs = readLines(beside("needs"));
  const oldest = needs.find((need) => need.startsWith("python 3."));
  return {
    name,
    folder: source.folder,
    files: [entry, ...others],
    stdinFile: existsSync(beside("in")) ? beside("in") : null,
    args: readLines(beside("args")),
    stdout: readFileSync(beside("out"), "utf8"),
    stderr: readLines(beside("err")),
    exitCode: Number(readLines(beside("exit"))[0] ?? 0),
    needs: {
      threads: needs.includes("threads"),
      pythonMinor: Number(oldest?.slice("python 3.".length) ?? USUAL_PYTHON_MINOR),
    },
  };
}

/** Every program of a language, from the folder of its name. */
export function readPrograms(language: Language): Program[] {
  const folder = fileURLToPath(new URL(language, import.meta.url));
  return readdirSync(folder).flatMap((entry) => {
    const inside = path.join(folder, entry);
    if (statSync(inside).isDirectory()) {
      return [readProgram(folder, entry, { folder: inside, files: readFiles(inside) })];
    }
    const name = SOURCE.exec(entry)?.[1];
    if (name === undefined) return [];
    return [readProgram(folder, name, { folder, files: [readFile(folder, entry)] })];
  });
}

/** Programs that have more to do with what is around them than printing. */
export function touchesSurroundings({ stdinFile, args, exitCode, files }: Program): boolean {
  return stdinFile !== null || args.length > 0 || exitCode !== 0 || files.length > 1;
}

/** What a program did, in the sandbox or out of it. */
export interface Outcome {
  stdout: string;
  stderr: string;
  exitCode: number | null;
}

/** Those of `expected` that do not occur in `text` in their order. */
export function missingLines(text: string, expected: readonly string[]): string[] {
  let from = 0;
  return expected.filter((line) => {
    const at = text.indexOf(line, from);
    if (at >= 0) from = at + line.length;
    return at < 0;
  });
}
