// Resident memory of the three services at rest, after each has done some work: a project with members, a
// room with a socket, one job. Usage: node bench/idle-memory/run.mjs
import { fileURLToPath } from "node:url";
import { openSync } from "node:fs";
import { startServices } from "@workspace/local-stack/start-services";
import { io } from "socket.io-client";
import { callApi, freePort, residentMib, withStack } from "../measure.mjs";

const REST_MS = 20_000;
const rootDir = fileURLToPath(new URL("../..", import.meta.url));

async function doSomeWork({ "http-backend": http, "websocket-backend": websocket }) {
  const credentials = { email: "bench@example.com", password: "password123" };
  await callApi(http, "POST", "/auth/signup", { body: { ...credentials, name: "Bench" } });
  const { token } = (await callApi(http, "POST", "/auth/login", { body: credentials })).data;
  const { id: projectId } = await callApi(http, "POST", "/projects", {
    token,
    body: { name: "Bench" },
  });
  const socket = io(`${websocket}?token=${token}`);
  await socket.emitWithAck("join:project", { projectId });
  const finished = new Promise((resolve) => {
    socket.on("job:updated", ({ status }) => status === "COMPLETED" && resolve());
  });
  const payload = { language: "javascript", code: "console.log(1)" };
  await callApi(http, "POST", "/jobs/submit", {
    token,
    body: { projectId, type: "CODE_EXECUTION", payload },
  });
  await finished;
  socket.disconnect();
}

await withStack(async ({ databaseUrl, redisUrl }) => {
  const ports = {};
  for (const name of ["http-backend", "websocket-backend", "worker-backend"])
    ports[name] = await freePort();
  const services = await startServices({
    rootDir,
    ports,
    output: openSync("/dev/null", "w"),
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      JWT_SECRET: "bench-secret-bench-secret-bench-secret",
    },
  });
  await doSomeWork(services.urls);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const rows = Object.entries(services.pids).map(([service, pid]) => ({
    service,
    "resident MiB": Math.round(residentMib(pid)),
  }));
  console.table(rows);
  console.log(`together ${rows.reduce((sum, row) => sum + row["resident MiB"], 0)} MiB`);
  await services.stop();
});
