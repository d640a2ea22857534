import type { Language, RunRequest, SandboxLimits, SourceFile } from "./types.js";

/** What a child gets: the files, the one to start with first. */
export interface Program {
  files: readonly SourceFile[];
  args: readonly string[];
}

const MAX_FILES = 64;
const MAX_NAME_BYTES = 255;

/** What the file that a program starts with may end in; the first is for a program without names. */
const EXTENSIONS: Readonly<Record<Language, readonly [string, ...string[]]>> = {
  javascript: [".js", ".mjs", ".cjs"],
  typescript: [".ts", ".mts", ".cts"],
  python: [".py"],
};

/** Text that would break a line of a stack trace, or that nothing could show. */
const CONTROL_CHARACTER = /\p{Cc}/u;

/** The files of a request, whichever way it gives them. */
export function toProgram({ language, code, files, args = [] }: RunRequest): Program {
  return {
    files: files ?? [{ name: `main${EXTENSIONS[language][0]}`, content: code }],
    args,
  };
}

/** A name as it can stand in a message. */
function quote(name: string): string {
  return JSON.stringify(Buffer.from(name).subarray(0, MAX_NAME_BYTES).toString("utf8"));
}

/** Whether a name leads to one place below the program's folder, and to no other by another way. */
function isSafePath(name: string): boolean {
  const segments = name.split("/");
  return (
    Buffer.byteLength(name) <= MAX_NAME_BYTES &&
    !name.includes("\\") &&
    !CONTROL_CHARACTER.test(name) &&
    name.isWellFormed() &&
    segments.every((segment) => segment !== "" && segment !== "." && segment !== "..")
  );
}

function foldersAbove(name: string): string[] {
  const segments = name.split("/").slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join("/"));
}

/** What is wrong with the names of a program's files, or null. */
function findWrongName(names: readonly string[], language: Language): string | null {
  const [entry] = names;
  if (entry === undefined) return "A program needs at least one file";
  if (names.length > MAX_FILES) return `The program has more than ${MAX_FILES} files`;
  const unsafe = names.find((name) => !isSafePath(name));
  if (unsafe !== undefined) return `${quote(unsafe)} is not a relative path of a file`;
  const seen = new Set(names);
  if (seen.size < names.length) {
    const twice = names.find((name, index) => names.indexOf(name) !== index) ?? "";
    return `The program has two files named ${quote(twice)}`;
  }
  const both = names.flatMap(foldersAbove).find((folder) => seen.has(folder));
  if (both !== undefined) return `${quote(both)} is both a file and a folder`;
  const extensions = EXTENSIONS[language];
  const isDeclaration = /\.d\.[cm]?ts$/.test(entry);
  if (isDeclaration || !extensions.some((extension) => entry.endsWith(extension))) {
    return `The first file of a ${language} program ends in ${extensions.join(", ")}, not as ${quote(entry)} does`;
  }
  return null;
}

/**
 * Why a request is refused before anything is started: too large, or names that are no paths.
 * @returns a message for the caller, or null when there is nothing against it
 */
export function findExcess(request: RunRequest, limits: SandboxLimits): string | null {
  if ((request.code === undefined) === (request.files === undefined)) {
    return "A program is given either as code or as files";
  }
  const { files, args } = toProgram(request);
  const wrongName = findWrongName(
    files.map(({ name }) => name),
    request.language,
  );
  if (wrongName !== null) return wrongName;
  const codeBytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (codeBytes > limits.codeBytes) return `The program is larger than ${limits.codeBytes} bytes`;
  const inputBytes = Buffer.byteLength(request.stdin ?? "") + Buffer.byteLength(args.join(" "));
  if (inputBytes > limits.stdinBytes) {
    return `The program's input is larger than ${limits.stdinBytes} bytes`;
  }
  return null;
}
