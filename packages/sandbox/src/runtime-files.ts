import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const resolve = createRequire(import.meta.url);

/** Folder of the scripts that run inside children: plain files, the same for `src` and `dist`. */
export const CHILD_FOLDER = realpathSync(fileURLToPath(new URL("../child", import.meta.url)));

/** Absolute path of a script in {@link CHILD_FOLDER}. */
export function childScript(name: string): string {
  return path.join(CHILD_FOLDER, name);
}

/**
 * For a Node that is started for one program: it keeps the hash seed that it was built with, which spares it a seventh
 * of its start. Who knows the seed can make tables slow, and does so to its own program.
 */
export const QUICK_START_ARGS = ["--no-rehash-snapshot"];

/** Where the dynamic loader looks, plus devices that runtimes open while they start. */
const SYSTEM_PATHS = [
  "/lib",
  "/lib64",
  "/usr/lib",
  "/usr/lib64",
  "/usr/local/lib",
  "/etc/ld.so.cache",
  "/dev/null",
  "/dev/urandom",
];

/** Files that are mapped for execution, read from a `/proc/PID/maps`. */
export function parseMappedFiles(maps: string): string[] {
  const files = new Set<string>();
  for (const line of maps.split("\n")) {
    const match = /^\S+ ..x. \S+ \S+ \d+\s+(\/.*)$/.exec(line);
    if (match?.[1] !== undefined && !match[1].endsWith(" (deleted)")) files.add(match[1]);
  }
  return [...files];
}

/**
 * Every `package.json` in the folders above a file. Node asks for the nearest one whenever it loads
 * a script, and from version 24 on fails when one is there that it may not read.
 */
export function manifestsAbove(file: string): string[] {
  const manifests: string[] = [];
  let folder = path.dirname(file);
  for (;;) {
    const manifest = path.join(folder, "package.json");
    if (existsSync(manifest)) manifests.push(manifest);
    const parent = path.dirname(folder);
    if (parent === folder) return manifests;
    folder = parent;
  }
}

/** What every child opens: the system's libraries, Node itself and the scripts of this package. */
export function baseReadablePaths(): string[] {
  return [
    ...SYSTEM_PATHS.filter((candidate) => existsSync(candidate)),
    realpathSync(process.execPath),
    // Addons that this process has loaded are nothing to a child.
    ...parseMappedFiles(readFileSync("/proc/self/maps", "latin1")).filter(
      (file) => !file.endsWith(".node"),
    ),
    CHILD_FOLDER,
    ...manifestsAbove(CHILD_FOLDER),
  ];
}

/**
 * Finds koffi's native module for this machine.
 * @throws Error when koffi does not support it
 */
export function findKoffi(): string {
  const fromKoffi = createRequire(resolve.resolve("koffi"));
  const folder = path.dirname(
    fromKoffi.resolve(`@koromix/koffi-${process.platform}-${process.arch}`),
  );
  const usesMusl = readFileSync("/proc/self/maps", "latin1").includes("/ld-musl-");
  const flavour = `${usesMusl ? "musl" : "linux"}_${process.arch}`;
  return realpathSync(path.join(folder, flavour, "koffi.node"));
}

/** Absolute path of the reader of CommonJS exports that Node itself uses, one file. */
export function findExportsLexer(): string {
  return realpathSync(resolve.resolve("cjs-module-lexer"));
}

/** Absolute path of TypeScript's compiler, one file. */
export function findTypescript(): string {
  return realpathSync(resolve.resolve("typescript6"));
}

/** The interpreter's JavaScript side, its WebAssembly module and its additions to the language. */
export interface QuickjsFiles {
  libraryFolder: string;
  libraryPath: string;
  modulePath: string;
  /** By the names that the library knows them by. */
  extensionPaths: Record<string, string>;
}

const QUICKJS_EXTENSIONS = ["encoding", "structured-clone"];

/** Finds QuickJS, compiled to WebAssembly. */
export function findQuickjs(): QuickjsFiles {
  const find = (name: string): string => realpathSync(resolve.resolve(`quickjs-wasi/${name}`));
  const libraryFolder = path.dirname(find("package.json"));
  return {
    libraryFolder,
    libraryPath: path.join(libraryFolder, "dist/index.js"),
    modulePath: find("quickjs.wasm"),
    extensionPaths: Object.fromEntries(
      QUICKJS_EXTENSIONS.map((name) => [name, find(`${name}.so`)]),
    ),
  };
}

/** Folder of the Pyodide distribution. */
export function findPyodide(): string {
  return path.dirname(realpathSync(resolve.resolve("pyodide/package.json")));
}

/** Version of a package that this one depends on. */
export function readPackageVersion(name: string): string {
  const manifest: unknown = resolve(`${name}/package.json`);
  return (manifest as { version: string }).version;
}
