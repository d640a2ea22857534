// What the commands at the root share: the pinned pnpm, dependencies, build, `.env`. Needs Node and npm alone.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withLock } from "./os-lock.mjs";

/** The root of the repository. */
export const rootDir = fileURLToPath(new URL("..", import.meta.url));

const MINIMUM_NODE = [20, 19];
const SOURCE_ROOTS = ["apps", "packages"];
/** The app that runs in browsers: bundled, not compiled. */
const CONSOLE = "console";
const NOT_SOURCE = new Set(["node_modules", "dist", "generated"]);

/** An error whose message is all that people need to see. */
export class CommandError extends Error {}

/**
 * Runs a command of the root: reports an error as one line on stderr and sets the exit code.
 *
 * @param {() => Promise<number | void>} command returns the exit code
 */
export async function runCommand(command) {
  try {
    checkNodeVersion();
    process.exitCode = (await command()) ?? 0;
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    if (process.env.DEBUG) console.error(error);
    process.exitCode = 1;
  }
}

function checkNodeVersion() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new CommandError(
    `Node ${MINIMUM_NODE.join(".")} or newer is needed, this is ${process.version}`,
  );
}

let tellProgress = console.log;

/** One line about a step that takes time. */
export function progress(message) {
  tellProgress(`• ${message}`);
}

/** Lets {@link progress} write to stderr from here on, where stdout is for what a command prints. */
export function keepOutputClean() {
  tellProgress = console.error;
}

/** Reads `.env` at the root where there is one; what the environment has already wins. */
export function loadDotEnv() {
  const path = join(rootDir, ".env");
  if (existsSync(path)) process.loadEnvFile(path);
}

/** Installs the dependencies of the lockfile, unless nothing changed since the last time. */
export async function ensureInstalled() {
  const manifests = ["", ...workspaceFolders()].map((folder) => join(folder, "package.json"));
  const wanted = hashContents(["pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests]);
  if (readStamp("installed") === wanted) return;
  await withLock(rootDir, "install", async () => {
    if (readStamp("installed") === wanted) return;
    progress("installing dependencies");
    const reporter = process.stdout.isTTY ? [] : ["--reporter=append-only"];
    await runPnpm([
      "install",
      "--frozen-lockfile",
      "--prefer-offline",
      "--config.confirmModulesPurge=false",
      ...reporter,
    ]);
    writeStamp("installed", wanted);
  });
}

/**
 * Compiles every package and service, unless no source changed since the last time.
 *
 * To run the program, not to judge it: without checking types the compiler takes half of the time of
 * {@link buildAndCheck}.
 */
export async function ensureBuilt() {
  if (!isBuildCurrent()) await build(["--noCheck"], isBuildCurrent);
}

/** Builds every package and service, and checks their types. */
export async function buildAndCheck() {
  await build([]);
}

/** Builds with these options of the compiler, unless it `isDone` once no other process builds. */
async function build(options, isDone = () => false) {
  await ensureGenerated();
  await withBuildLock(async () => {
    if (isDone()) return;
    progress("building");
    const started = fingerprintSources();
    await Promise.all([compile([...projects(), ...options]), bundleConsole()]);
    writeStamp("built", started);
  });
}

/** Compiles projects, and those they refer to before them. Further options of the compiler may follow. */
export async function compile(args) {
  await run(await findCompiler(), ["-b", ...args], { name: "tsc" });
}

/** Compiles every package and service, checks their types, and returns the exit code. */
export async function compileForExitCode() {
  return runForExitCode(await findCompiler(), ["-b", ...projects()]);
}

/**
 * Path of the compiler's own program: `bin/tsc` would run it as a child, which a signal to `bin/tsc` leaves behind.
 *
 * @returns {Promise<string>}
 */
async function findCompiler() {
  const module = join(rootDir, "node_modules", "typescript", "lib", "getExePath.js");
  const { default: getExePath } = await import(pathToFileURL(module).href);
  return getExePath();
}

/** Bundles the console from the sources of itself and of the client. */
function bundleConsole() {
  const folder = join("apps", CONSOLE);
  const vite = join(folder, "node_modules", "vite", "bin", "vite.js");
  return run(process.execPath, [vite, "build", folder, "--logLevel", "warn"], { name: "vite" });
}

/** The folders of everything that is built. */
export function projects() {
  return SOURCE_ROOTS.flatMap((root) => foldersOf(root).map((name) => join(root, name)));
}

/**
 * Runs `work` while no other process compiles: two that wrote the same `dist` would tear each other's files.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
export function withBuildLock(work) {
  return withLock(rootDir, "build", work);
}

/** Generates the Prisma client, unless the schema is the one it was generated from. */
export async function ensureGenerated() {
  const schema = "packages/database/prisma/schema.prisma";
  const wanted = hashContents([schema, "packages/database/package.json"]);
  const isThere = existsSync(join(rootDir, "packages/database/src/generated/prisma/client.ts"));
  if (readStamp("generated") === wanted && isThere) return;
  await withLock(rootDir, "generate", async () => {
    if (readStamp("generated") === wanted && isThere) return;
    progress("generating the Prisma client");
    await run(process.execPath, ["packages/database/scripts/prisma.mjs", "generate"]);
    writeStamp("generated", wanted);
  });
}

/** Imports a compiled module of a workspace package. */
export function importPackage(name, module) {
  return import(pathToFileURL(join(rootDir, "packages", name, "dist", `${module}.js`)).href);
}

/**
 * Runs a program in the root and settles when it ends.
 *
 * @throws {CommandError} when it fails
 */
export async function run(program, args, options = {}) {
  const code = await runForExitCode(program, args, options);
  if (code !== 0) throw new CommandError(`${[options.name ?? program, args[0]].join(" ")} failed`);
}

/** As {@link run}, and returns the exit code. Ctrl-C reaches the program by itself; SIGTERM is passed on. */
export function runForExitCode(program, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: rootDir,
      env,
      stdio: "inherit",
      // npm and npx are .cmd files there, which only a shell can run.
      shell: process.platform === "win32" && program.endsWith(".cmd"),
    });
    const forward = () => child.kill("SIGTERM");
    const ignore = () => undefined;
    process.on("SIGTERM", forward).on("SIGINT", ignore);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGTERM", forward).off("SIGINT", ignore);
      resolve(signal === null ? code : 1);
    });
  });
}

/** Runs the pnpm that `packageManager` pins: the one on PATH when it is that version, else through npx. */
export async function runPnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(join(rootDir, "package.json"), "utf8"));
  const version = packageManager.replace(/^pnpm@/, "").replace(/\+.*$/, "");
  const env = {
    ...process.env,
    PATH: [join(rootDir, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    DO_NOT_TRACK: "1",
    COREPACK_ENABLE_DOWNLOAD_PROMPT: "0",
  };
  const windowsSuffix = process.platform === "win32" ? ".cmd" : "";
  const onPath = spawnSync(`pnpm${windowsSuffix}`, ["--version"], {
    cwd: rootDir,
    encoding: "utf8",
    shell: windowsSuffix !== "",
  });
  if (onPath.stdout?.trim() === version)
    return run(`pnpm${windowsSuffix}`, args, { env, name: "pnpm" });
  return run(`npx${windowsSuffix}`, ["--yes", `pnpm@${version}`, ...args], { env, name: "npx" });
}

function workspaceFolders() {
  return [...projects(), "bench", "tests"].filter((folder) =>
    existsSync(join(rootDir, folder, "package.json")),
  );
}

function foldersOf(folder) {
  return readdirSync(join(rootDir, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** What shows that an app is built. */
const entryOf = (app) => (app === CONSOLE ? "index.html" : "main.js");

function isBuildCurrent() {
  return (
    readStamp("built") === fingerprintSources() &&
    foldersOf("apps").every((name) =>
      existsSync(join(rootDir, "apps", name, "dist", entryOf(name))),
    )
  );
}

/** Names, sizes and times of change of everything that the build reads: some milliseconds for the whole repository. */
export function fingerprintSources() {
  const hash = createHash("sha256").update(readStamp("installed") ?? "");
  const visit = (path) => {
    const status = statSync(path, { throwIfNoEntry: false });
    // Gone since its folder was read, as editors do it.
    if (status === undefined) return;
    if (!status.isDirectory()) {
      hash.update(`${relative(rootDir, path)} ${status.size} ${status.mtimeMs}\n`);
      return;
    }
    for (const name of readdirSync(path).toSorted())
      if (!NOT_SOURCE.has(name)) visit(join(path, name));
  };
  for (const name of [...SOURCE_ROOTS, "tsconfig.base.json"]) visit(join(rootDir, name));
  return hash.digest("hex");
}

function hashContents(paths) {
  const hash = createHash("sha256").update(
    `${process.platform} ${process.arch} ${process.versions.modules}`,
  );
  for (const path of paths) hash.update(readFileSync(join(rootDir, path)));
  return hash.digest("hex");
}

function stampPath(name) {
  return join(rootDir, "node_modules", ".cache", "workspace", name);
}

/** Reads what {@link writeStamp} left under that name; undefined when there is nothing. */
export function readStamp(name) {
  try {
    return readFileSync(stampPath(name), "utf8");
  } catch {
    return undefined;
  }
}

/** Leaves a note about a step that was done, where `pnpm install` keeps it and a fresh clone does not have it. */
export function writeStamp(name, content) {
  mkdirSync(dirname(stampPath(name)), { recursive: true });
  writeFileSync(stampPath(name), content);
}
