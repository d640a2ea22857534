import { findFreePort } from "@workspace/local-stack/free-port";
import type { ServiceName } from "@workspace/local-stack/service-process";
import { superviseService } from "@workspace/local-stack/start-services";
import { startWire, type Wire } from "@workspace/local-stack/wire";
import { eventually } from "@workspace/local-stack/eventually";
import { listDescendants } from "./processes.js";

const STOP_DEADLINE_MS = 20_000;
const HEALTH_TIMEOUT_MS = 2000;

interface InstanceOptions {
  rootDir: string;
  name: ServiceName;
  output: number;
  postgresUrl: string;
  redisUrl: string;
  env: NodeJS.ProcessEnv;
}

/** What is read of `GET /health`. */
interface Health {
  status: string;
  running?: number;
}

/** One process of a service, started again when it dies, with wires of its own to what it stands on. */
export interface Instance {
  readonly name: ServiceName;
  readonly port: number;
  readonly postgres: Wire;
  readonly redis: Wire;
  /** How its processes have ended so far. */
  readonly ends: string[];
  /** How many of them a test has ended. */
  readonly expectedEnds: number;
  /** Every process that it has ever had, and what those had started when they were last looked at. */
  readonly pids: Set<number>;
  pid(): number;
  /** Sends its process a signal that does not end it. */
  signal(signal: NodeJS.Signals): void;
  /** Sends one that ends it, and settles when it has ended; whoever supervises it then starts it again. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  isReady(): Promise<boolean>;
  /** What it says of itself: `ok`, `degraded` or `draining`. */
  readStatus(): Promise<string>;
  /** Of a worker: how many jobs it has taken and not ended. */
  countRunning(): Promise<number>;
  /** Asks it to stop, and settles when it has. */
  stop(): Promise<void>;
}

export async function startInstance({
  rootDir,
  name,
  output,
  postgresUrl,
  redisUrl,
  env,
}: InstanceOptions): Promise<Instance> {
  const [postgres, redis] = await Promise.all([wireTo(postgresUrl), wireTo(redisUrl)]);
  const ends: string[] = [];
  let expectedEnds = 0;
  const pids = new Set<number>();
  const service = superviseService({
    rootDir,
    name,
    port: await findFreePort(),
    output,
    env: {
      ...process.env,
      ...env,
      DATABASE_URL: withPort(postgresUrl, postgres.port),
      REDIS_URL: withPort(redisUrl, redis.port),
    },
    onProgress: (message) => ends.push(/ended with (.*);/.exec(message)?.[1] ?? message),
  });
  await service.ready;
  const pid = (): number => {
    const current = service.pid();
    if (current === undefined) throw new Error(`${name} has no process`);
    return current;
  };
  const noteProcesses = (): void => {
    for (const each of [pid(), ...listDescendants(pid())]) pids.add(each);
  };
  const askHealth = async (path: string): Promise<{ ok: boolean; body: Health }> => {
    const response = await fetch(`http://127.0.0.1:${service.port}${path}`, {
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    });
    return { ok: response.ok, body: (await response.json()) as Health };
  };
  const isReady = async (): Promise<boolean> => (await askHealth("/health/ready")).ok;
  const signal = (which: NodeJS.Signals): void => {
    noteProcesses();
    process.kill(pid(), which);
  };
  return {
    name,
    port: service.port,
    postgres,
    redis,
    ends,
    get expectedEnds() {
      return expectedEnds;
    },
    pids,
    pid,
    signal,
    async end(which) {
      const before = ends.length;
      expectedEnds += 1;
      signal(which);
      await eventually(() => ends.length > before, {
        timeoutMs: STOP_DEADLINE_MS,
        what: `${name} to end`,
      });
    },
    isReady,
    readStatus: async () => (await askHealth("/health")).body.status,
    countRunning: async () => (await askHealth("/health")).body.running ?? 0,
    async stop() {
      // Not in the middle of its start, in which a signal ends it without further ado.
      await eventually(isReady, { timeoutMs: STOP_DEADLINE_MS }).catch(() => {});
      noteProcesses();
      expectedEnds += 1;
      ends.push(await service.stop(STOP_DEADLINE_MS));
      await Promise.all([postgres.close(), redis.close()]);
    },
  };
}

async function wireTo(url: string): Promise<Wire> {
  return startWire([Number(new URL(url).port)]);
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
