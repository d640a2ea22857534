import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@workspace/local-stack/free-port";
import { forkService, stopProcess, waitUntilReady } from "@workspace/local-stack/service-process";
import { type Backends, JWT_SECRET } from "./open-backends.js";

const STOP_DEADLINE_MS = 5000;

/** The built service as a process of its own, which can be killed. */
export interface ForkedGateway {
  url: string;
  process: ChildProcess;
  /** SIGKILL: it has no time to say goodbye to anyone. */
  kill(): Promise<void>;
}

/** @param endWith takes the function that ends the process */
export async function forkGateway(
  { databaseUrl, redisServer }: Backends,
  endWith: (stop: () => Promise<void>) => void,
): Promise<ForkedGateway> {
  const port = await findFreePort();
  const child = forkService({
    rootDir: fileURLToPath(new URL("../../..", import.meta.url)),
    name: "websocket-backend",
    port,
    env: {
      ...process.env,
      LOG_LEVEL: "silent",
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisServer.url,
      JWT_SECRET,
    },
    output: "inherit",
  });
  endWith(() => stopProcess(child, STOP_DEADLINE_MS));
  await waitUntilReady({ name: "websocket-backend", port }, child);
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    async kill() {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
