import "@workspace/local-stack/provided-context";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@workspace/local-stack/free-port";
import { SERVICE_NAMES, type ServiceName } from "@workspace/local-stack/service-process";
import { startServices } from "@workspace/local-stack/start-services";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import type { TestProject } from "vitest/node";
import { findSecrets } from "@workspace/local-stack/find-secrets";
import { PASSWORD } from "./password.js";
import { holdTestStack } from "./test-stack.js";

const ROOT_DIR = fileURLToPath(new URL("../..", import.meta.url));
const SECRET_BYTES = 32;

/**
 * Global set-up of the end-to-end tests: the three built services on free ports, or those that `E2E_HTTP_URL`,
 * `E2E_WS_URL` and `E2E_WORKER_URL` name. At the end the run fails where these services have logged a secret.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { E2E_HTTP_URL: http, E2E_WS_URL: websocket, E2E_WORKER_URL: worker } = process.env;
  if (http && websocket && worker) {
    project.provide("serviceUrls", { http, websocket, worker });
    project.provide("serviceBackends", null);
    project.provide("serviceLogPath", null);
    return undefined;
  }
  const stack = await holdTestStack();
  const jwtSecret = randomBytes(SECRET_BYTES).toString("hex");
  const logPath = join(stack.dataDir, "services.log");
  const output = openSync(logPath, "a");
  try {
    const database = await createTestDatabase(stack);
    const services = await startServices({
      rootDir: ROOT_DIR,
      ports: await findPorts(),
      output,
      env: {
        ...process.env,
        NODE_ENV: "test",
        DATABASE_URL: database.url,
        REDIS_URL: stack.redisUrl,
        JWT_SECRET: jwtSecret,
        // What is logged at all is looked through at the end.
        LOG_LEVEL: "trace",
        // All tests sign up from one address, and many times.
        AUTH_RATE_LIMIT_PER_MINUTE: "0",
        BCRYPT_COST: "4",
        // No program of the tests is to end of its time, however slow the machine.
        SANDBOX_WALL_MS: "30000",
        SANDBOX_CPU_MS: "30000",
      },
    });
    const { urls } = services;
    project.provide("serviceUrls", {
      http: urls["http-backend"],
      websocket: urls["websocket-backend"],
      worker: urls["worker-backend"],
    });
    project.provide("serviceBackends", { databaseUrl: database.url, redisUrl: stack.redisUrl });
    project.provide("serviceLogPath", logPath);
    const secrets = [
      jwtSecret,
      PASSWORD,
      new URL(stack.databaseUrl).password,
      new URL(stack.redisUrl).password,
    ];
    return async () => {
      await services.stop();
      const found = findSecrets(readFileSync(logPath, "utf8"), secrets);
      await stack.release();
      if (found.length === 0) return;
      // What a teardown throws is printed, and else forgotten.
      process.exitCode = 1;
      throw new Error(`the services have logged secrets:\n${found.join("\n")}`);
    };
  } catch (error) {
    process.stderr.write(readFileSync(logPath));
    await stack.release();
    throw error;
  } finally {
    closeSync(output);
  }
}

async function findPorts(): Promise<Record<ServiceName, number>> {
  const ports = new Set<number>();
  while (ports.size < SERVICE_NAMES.length) ports.add(await findFreePort());
  return Object.fromEntries(
    [...ports].map((port, index) => [SERVICE_NAMES[index], port]),
  ) as Record<ServiceName, number>;
}
