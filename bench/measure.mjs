// What the benches share: a stack of their own, CPU time of a process, medians.
import { openSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrateDatabase } from "@workspace/database/migrate";
import { holdStack } from "@workspace/local-stack/hold-stack";
import { startServices } from "@workspace/local-stack/start-services";

/** Ticks per second of /proc/<pid>/stat; 100 on every Linux that Node.js supports. */
const TICKS_PER_SECOND = 100;

/** Runs `act` with a migrated PostgreSQL and a Redis that nothing else uses, and removes both. */
export async function withStack(act) {
  const dataDir = await mkdtemp(join(tmpdir(), "workspace-bench-"));
  const stack = await holdStack({ dataDir });
  try {
    await migrateDatabase({ databaseUrl: stack.databaseUrl });
    return await act(stack);
  } finally {
    await stack.release();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Runs `act` with the three services of this repository, on ports and a stack of their own. */
export async function withServices(act) {
  await withStack(async ({ databaseUrl, redisUrl }) => {
    const ports = {};
    for (const name of ["http-backend", "websocket-backend", "worker-backend"])
      ports[name] = await freePort();
    const services = await startServices({
      rootDir: fileURLToPath(new URL("..", import.meta.url)),
      ports,
      output: openSync("/dev/null", "w"),
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        JWT_SECRET: "bench-secret-bench-secret-bench-secret",
      },
    });
    try {
      await act(services);
    } finally {
      await services.stop();
    }
  });
}

/** Signs somebody up at the http-backend; gives a token and the id of a project of theirs. */
export async function createMember(http) {
  const credentials = { email: "bench@example.com", password: "password123" };
  await callApi(http, "POST", "/auth/signup", { body: { ...credentials, name: "Bench" } });
  const { token } = (await callApi(http, "POST", "/auth/login", { body: credentials })).data;
  const project = await callApi(http, "POST", "/projects", { token, body: { name: "Bench" } });
  return { token, projectId: project.id };
}

/** The value below which a share of all values lies; 0.5 gives the median. */
export const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];

export const median = (values) => quantile(values, 0.5);

/** CPU time that a process has used so far, all its threads, in milliseconds. */
export function cpuMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}

/** Resident memory of a process, in MiB. */
export function residentMib(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) / 1024;
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Calls the REST API of a server and gives the answer's body.
 *
 * @throws when it refuses
 */
export async function callApi(url, method, path, { body, token } = {}) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
