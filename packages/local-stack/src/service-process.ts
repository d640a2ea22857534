import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "./eventually.js";
import { isPortFreeEverywhere, LOOPBACK_HOST } from "./free-port.js";

/** The services in the order in which they are listed to people. */
export const SERVICE_NAMES = ["http-backend", "websocket-backend", "worker-backend"] as const;

/** Name of a service, which is that of its folder under `apps`. */
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** What {@link forkService} needs. */
export interface ServiceOptions {
  /** The root of the repository; the service is built already. */
  rootDir: string;
  name: ServiceName;
  port: number;
  /** The environment of the service; its `PORT` is added. */
  env: NodeJS.ProcessEnv;
  /** Where the output of the service goes: to that of this process, or to a file. */
  output: "inherit" | number;
}

const READY_TIMEOUT_MS = 60_000;
const READY_INTERVAL_MS = 50;
const HEALTH_REQUEST_TIMEOUT_MS = 2_000;

/**
 * Starts a service as a child process with an IPC channel, whose end tells it that this process is gone.
 *
 * @throws when it is not built
 */
export function forkService({ rootDir, name, port, env, output }: ServiceOptions): ChildProcess {
  const entry = join(rootDir, "apps", name, "dist", "main.js");
  if (!existsSync(entry)) throw new Error(`${name} is not built: run \`npm run build\``);
  const child = fork(entry, [], {
    cwd: rootDir,
    env: { ...env, PORT: String(port) },
    execArgv: ["--enable-source-maps"],
    stdio: ["ignore", output, output, "ipc"],
    // A terminal sends Ctrl-C to its whole process group: the service is to hear of it from this process, once.
    detached: process.platform !== "win32",
  });
  child.on("error", () => undefined);
  return child;
}

/**
 * Settles when the service answers `GET /health/ready` with success.
 *
 * @throws when it ends before, does not become ready in a minute, or `signal` aborts
 */
export async function waitUntilReady(
  { name, port }: Pick<ServiceOptions, "name" | "port">,
  child: ChildProcess,
  signal?: AbortSignal,
): Promise<void> {
  const isReady = async () => {
    const response = await fetch(`http://${LOOPBACK_HOST}:${port}/health/ready`, {
      signal: AbortSignal.timeout(HEALTH_REQUEST_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.ok;
  };
  await eventually(async () => signal?.aborted === true || hasExited(child) || (await isReady()), {
    timeoutMs: READY_TIMEOUT_MS,
    intervalMs: READY_INTERVAL_MS,
  }).catch((error: unknown) => {
    throw new Error(`${name} did not become ready on port ${port}`, { cause: error });
  });
  signal?.throwIfAborted();
  if (hasExited(child))
    throw new Error(`${name} ended with ${describeExit(child)} before it was ready`);
}

/** Ends a child process: SIGTERM, and SIGKILL after `deadlineMs`. Settles when it is gone. */
export async function stopProcess(child: ChildProcess, deadlineMs: number): Promise<void> {
  if (hasExited(child) || child.pid === undefined) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), deadlineMs);
  await exited;
  clearTimeout(killer);
}

/** `exit code 1` or `signal SIGKILL`, of a process that has ended. */
export function describeExit({ exitCode, signalCode }: ChildProcess): string {
  return signalCode === null ? `exit code ${exitCode}` : `signal ${signalCode}`;
}

/** @throws with one line that names the first port that something listens on already */
export async function assertPortsFree(ports: Partial<Record<ServiceName, number>>): Promise<void> {
  for (const name of SERVICE_NAMES) {
    const port = ports[name];
    if (port !== undefined && !(await isPortFreeEverywhere(port))) {
      throw new Error(`port ${port} for ${name} is in use`);
    }
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
