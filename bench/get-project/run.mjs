// Server CPU per `GET /api/v1/projects/:id` (authenticated, owner and three collaborators), beside the
// obvious Express + Prisma handler, in one run. Usage: node bench/get-project/run.mjs
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { callApi, cpuMs, freePort, median, withStack } from "../measure.mjs";

const ROUNDS = 5;
const REQUESTS = 2000;
const WARMUP_REQUESTS = 2000;
const CONNECTIONS = 8;
const JWT_SECRET = "bench-secret-bench-secret-bench-secret";

const SERVERS = {
  "workspace http-backend": "../../apps/http-backend/dist/main.js",
  "Express + Prisma findUnique({ include })": "obvious-server.mjs",
};

async function startServer(path, env) {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), {
    env: { ...process.env, ...env, PORT: String(port), NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/health`).then(
      () => true,
      () => false,
    );
    if (isUp) return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => stop(child) };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function stop(child) {
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
}

async function seedProject(url) {
  const password = "password123";
  for (const name of ["owner", "one", "two", "three"])
    await callApi(url, "POST", "/auth/signup", {
      body: { email: `${name}@example.com`, password, name },
    });
  const login = await callApi(url, "POST", "/auth/login", {
    body: { email: "owner@example.com", password },
  });
  const { token } = login.data;
  const { id } = await callApi(url, "POST", "/projects", {
    token,
    body: { name: "Bench", description: "Four people" },
  });
  for (const name of ["one", "two", "three"])
    await callApi(url, "POST", `/projects/${id}/collaborators`, {
      token,
      body: { email: `${name}@example.com`, role: "COLLABORATOR" },
    });
  return { path: `/api/v1/projects/${id}`, token };
}

/** @returns milliseconds of the server's CPU per request */
async function measure(server, { path, token }, amount) {
  const before = cpuMs(server.pid);
  const result = await autocannon({
    url: server.url + path,
    amount,
    connections: CONNECTIONS,
    headers: { authorization: `Bearer ${token}` },
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused`);
  return (cpuMs(server.pid) - before) / amount;
}

await withStack(async ({ databaseUrl, redisUrl }) => {
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    JWT_SECRET,
    BCRYPT_COST: "4",
    AUTH_RATE_LIMIT_PER_MINUTE: "0",
  };
  const servers = {};
  for (const [name, path] of Object.entries(SERVERS)) servers[name] = await startServer(path, env);
  const project = await seedProject(servers["workspace http-backend"].url);
  const rounds = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  for (const server of Object.values(servers)) await measure(server, project, WARMUP_REQUESTS);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, server] of Object.entries(servers))
      rounds[name].push(await measure(server, project, REQUESTS));
  for (const server of Object.values(servers)) await server.stop();

  const [ours, theirs] = Object.values(rounds).map(median);
  console.table(
    Object.entries(rounds).map(([server, values]) => ({
      server,
      "CPU ms per request (median)": median(values).toFixed(3),
      "all rounds": values.map((value) => value.toFixed(3)).join(" "),
    })),
  );
  console.log(
    `ratio ${(ours / theirs).toFixed(2)} (${ROUNDS} rounds of ${REQUESTS} requests each)`,
  );
});
