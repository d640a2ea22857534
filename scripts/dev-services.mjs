// Services that restart when their code changes.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { tryLock } from "./os-lock.mjs";
import {
  compileForExitCode,
  fingerprintSources,
  importPackage,
  progress,
  projects,
  readStamp,
  rootDir,
  withBuildLock,
  writeStamp,
} from "./workspace.mjs";

const STAMP = "compiled";
const POLL_INTERVAL_MS = 200;
const STOP_DEADLINE_MS = 10_000;

/**
 * Compiles on change and keeps the named services running on the latest code that compiled, until `signal` aborts.
 *
 * However many terminals do this at once, one compiles all projects: whoever holds the lock does, leaves a
 * stamp after each pass without errors, and all restart those of their services whose code then differs. When its
 * terminal closes, another takes over.
 *
 * @param {{ ports: Record<string, number>, env: NodeJS.ProcessEnv, signal: AbortSignal, onFirstStart?: () => void }} options
 */
export async function runDevServices({ ports, env, signal, onFirstStart }) {
  const { forkService, stopProcess, assertPortsFree } = await importPackage(
    "local-stack",
    "service-process",
  );
  await assertPortsFree(ports);
  const services = Object.entries(ports).map(([name, port]) => ({
    name,
    port,
    child: undefined,
    code: undefined,
  }));
  let isCompiler = false;
  let seen;
  let isFirst = true;
  while (!signal.aborted) {
    isCompiler ||= await compileOnChange(signal);
    const stamp = readStamp(STAMP);
    if (isFirst || stamp !== seen) {
      seen = stamp;
      for (const service of services) {
        const code = fingerprintCode(service.name);
        if (code === service.code) continue;
        if (service.child) progress(`${service.name} has changed; restarting it`);
        service.code = code;
        if (service.child) await stopProcess(service.child, STOP_DEADLINE_MS);
        service.child = startService(forkService, { ...service, env });
      }
      if (isFirst) onFirstStart?.();
      isFirst = false;
    }
    await delay(POLL_INTERVAL_MS);
  }
  await Promise.all(services.map(({ child }) => child && stopProcess(child, STOP_DEADLINE_MS)));
}

function startService(forkService, { name, port, env }) {
  const child = forkService({ rootDir, name, port, env, output: "inherit" });
  child.once("exit", (code) => {
    if (code) progress(`${name} ended with exit code ${code}; waiting for a change`);
  });
  return child;
}

/**
 * Compiles at once and whenever a source differs, until `signal` aborts, and returns true, unless another process does.
 *
 * The compiler's own watch mode looks at every file that it has read, all the time: it takes a third of a processor
 * and seconds to see a change.
 */
async function compileOnChange(signal) {
  const unlock = await tryLock(rootDir, "compile-on-change");
  if (!unlock) return false;
  void keepCompiled(signal).finally(unlock);
  return true;
}

async function keepCompiled(signal) {
  let compiled;
  while (!signal.aborted) {
    const sources = fingerprintSources();
    if (sources !== compiled) {
      compiled = sources;
      const code = await withBuildLock(compileForExitCode);
      if (code === 0) writeStamp(STAMP, `${process.pid} ${Date.now()}`);
      else if (!signal.aborted) progress("errors; the services stay on the code from before");
    }
    await delay(POLL_INTERVAL_MS);
  }
}

/**
 * The compiled code that a service may load, its own and that of the packages, as a hash of the content: the compiler
 * writes a file again when only a comment or a type has changed.
 */
function fingerprintCode(name) {
  const folders = [
    join("apps", name),
    ...projects().filter((folder) => folder.startsWith("packages")),
  ];
  const hash = createHash("sha256");
  for (const folder of folders.map((project) => join(rootDir, project, "dist"))) {
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(folder, { recursive: true })) {
      if (file.endsWith(".js")) hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest("hex");
}
