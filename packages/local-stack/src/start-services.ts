import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import {
  assertPortsFree,
  describeExit,
  forkService,
  SERVICE_NAMES,
  stopProcess,
  waitUntilReady,
  type ServiceName,
  type ServiceOptions,
} from "./service-process.js";

/** What {@link startServices} needs. */
export interface StartServicesOptions extends Omit<SuperviseOptions, "name" | "port"> {
  ports: Record<ServiceName, number>;
}

/** The services as child processes. */
export interface RunningServices {
  readonly urls: Record<ServiceName, string>;
  /** Process ids as of now: a service that was started again has another one. */
  readonly pids: Record<ServiceName, number | undefined>;
  /** Asks every service to stop and settles when all are gone, killed after `deadlineMs` if need be. */
  stop(deadlineMs?: number): Promise<void>;
}

const STOP_DEADLINE_MS = 15_000;
const FIRST_RESTART_DELAY_MS = 250;
const MAX_RESTART_DELAY_MS = 5_000;
const MAX_RESTARTS_IN_A_ROW = 8;
const STABLE_AFTER_MS = 60_000;

/**
 * Starts the services and settles when each says that it is ready. A service that dies later is started again, with
 * growing pauses.
 *
 * @throws with one line when a port is taken or a service ends before it was ready; nothing is left running then
 */
export async function startServices(options: StartServicesOptions): Promise<RunningServices> {
  await assertPortsFree(options.ports);
  // The console is to find the gateway of its own stack.
  const PUBLIC_WS_URL = options.env["PUBLIC_WS_URL"] || `:${options.ports["websocket-backend"]}`;
  const env = { ...options.env, PUBLIC_WS_URL };
  const services = SERVICE_NAMES.map((name) =>
    superviseService({ ...options, env, name, port: options.ports[name] }),
  );
  const stop = async (deadlineMs = STOP_DEADLINE_MS) => {
    await Promise.all(services.map((service) => service.stop(deadlineMs)));
  };
  try {
    await Promise.all(services.map((service) => service.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    urls: mapServices((name) => `http://localhost:${options.ports[name]}`),
    get pids() {
      return mapServices((name) => services[SERVICE_NAMES.indexOf(name)]?.pid());
    },
    stop,
  };
}

function mapServices<T>(pick: (name: ServiceName) => T): Record<ServiceName, T> {
  return Object.fromEntries(SERVICE_NAMES.map((name) => [name, pick(name)])) as Record<
    ServiceName,
    T
  >;
}

/** What {@link superviseService} needs. */
export interface SuperviseOptions extends ServiceOptions {
  /** Gives the start up. */
  signal?: AbortSignal;
  /** One line for people when the service dies and is started again. */
  onProgress?: (message: string) => void;
  /** Called when it cannot be kept running. */
  onGivenUp?: (error: Error) => void;
}

/** One service as a child process that is started again when it dies. */
export interface SupervisedService {
  readonly port: number;
  /** Settles when it is ready for the first time; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Its process as of now. */
  pid(): number | undefined;
  /** Asks it to stop and settles when it is gone, killed after `deadlineMs` if need be. @returns how it ended */
  stop(deadlineMs: number): Promise<string>;
}

/** Starts a service and keeps it running, with growing pauses between its deaths. */
export function superviseService(options: SuperviseOptions): SupervisedService {
  const { name } = options;
  let isStopping = false;
  let wasReady = false;
  let restartsInARow = 0;
  let child = launch();

  function launch(): ChildProcess {
    const startedAt = performance.now();
    const launched = forkService(options);
    launched.once("exit", () => {
      if (isStopping || !wasReady) return;
      if (performance.now() - startedAt > STABLE_AFTER_MS) restartsInARow = 0;
      void restart(describeExit(launched));
    });
    return launched;
  }

  async function restart(how: string): Promise<void> {
    if (restartsInARow >= MAX_RESTARTS_IN_A_ROW) {
      options.onGivenUp?.(new Error(`${name} ended with ${how} and was started again too often`));
      return;
    }
    const pauseMs = Math.min(FIRST_RESTART_DELAY_MS * 2 ** restartsInARow, MAX_RESTART_DELAY_MS);
    restartsInARow += 1;
    options.onProgress?.(`${name} ended with ${how}; starting it again`);
    await delay(pauseMs);
    if (!isStopping) child = launch();
  }

  const ready = waitUntilReady(options, child, options.signal).then(() => {
    wasReady = true;
  });
  // Whoever starts the services awaits them together and hears of the first failure only.
  ready.catch(() => undefined);
  return {
    port: options.port,
    ready,
    pid: () => child.pid,
    async stop(deadlineMs: number) {
      isStopping = true;
      await stopProcess(child, deadlineMs);
      return describeExit(child);
    },
  };
}
