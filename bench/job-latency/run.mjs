// From submitting a trivial program over REST until its COMPLETED event at a socket of the project's room,
// one job at a time, through all three services. Usage: node bench/job-latency/run.mjs
import { setTimeout as delay } from "node:timers/promises";
import { io } from "socket.io-client";
import { callApi, createMember, quantile, withServices } from "../measure.mjs";

const WARMUP_JOBS = 20;
const JOBS = 100;
/** `pauseMs` between two jobs lets the pool replace the child that was used. */
const PROGRAMS = {
  javascript: { code: "console.log(1)", pauseMs: 150 },
  typescript: { code: "console.log(1 as number)", pauseMs: 800 },
  python: { code: "print(1)", pauseMs: 300 },
};

/** @returns a function that runs one job to its end and gives the milliseconds that it took */
async function openRoom({ "http-backend": http, "websocket-backend": websocket }) {
  const { token, projectId } = await createMember(http);
  const socket = io(`${websocket}?token=${token}`, { transports: ["websocket"] });
  await socket.emitWithAck("join:project", { projectId });
  const ends = new Map();
  const waiting = new Map();
  socket.on("job:updated", ({ jobId, status }) => {
    if (status === "FAILED") throw new Error(`job ${jobId} failed`);
    if (status !== "COMPLETED") return;
    ends.set(jobId, performance.now());
    waiting.get(jobId)?.();
  });
  async function run(language) {
    const payload = { language, code: PROGRAMS[language].code };
    const startedAt = performance.now();
    const { jobId } = await callApi(http, "POST", "/jobs/submit", {
      token,
      body: { projectId, type: "CODE_EXECUTION", payload },
    });
    if (!ends.has(jobId)) await new Promise((resolve) => waiting.set(jobId, resolve));
    return ends.get(jobId) - startedAt;
  }
  return { run, close: () => socket.disconnect() };
}

await withServices(async ({ urls }) => {
  const room = await openRoom(urls);
  const rows = [];
  for (const [language, { pauseMs }] of Object.entries(PROGRAMS)) {
    const times = [];
    for (let n = -WARMUP_JOBS; n < JOBS; n += 1) {
      await delay(pauseMs);
      const ms = await room.run(language);
      if (n >= 0) times.push(ms);
    }
    const at = (share) => Number(quantile(times, share).toFixed(1));
    rows.push({ language, "p50 ms": at(0.5), "p95 ms": at(0.95), "p99 ms": at(0.99) });
  }
  console.table(rows);
  room.close();
});
