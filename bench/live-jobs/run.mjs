// How late a room sees what a program prints, and how long a program lives on after its cancellation, as the program
// itself tells it: it prints the time. Usage: node bench/live-jobs/run.mjs [rounds]
import { io } from "socket.io-client";
import { callApi, createMember, median, withServices } from "../measure.mjs";

const rounds = Number(process.argv[2] ?? 30);
/** Program and client read the same clock. Busy in between, as what is cancelled usually is. */
const CODE = `
for (let last = 0; ; ) {
  const now = Date.now();
  if (now - last >= 2) { console.log(now); last = now; }
}`;
/** Messages that a room has seen when the program is cancelled. */
const SEEN_BEFORE_CANCEL = 5;

async function openProject({ "http-backend": http, "websocket-backend": websocket }) {
  const { token, projectId } = await createMember(http);
  const socket = io(`${websocket}?token=${token}`);
  await socket.emitWithAck("join:project", { projectId });
  return { http, token, projectId, socket };
}

const timesIn = (text) => text.trim().split("\n").map(Number);

async function watchAndCancel({ http, token, projectId, socket }) {
  const payload = { language: "javascript", code: CODE };
  const { jobId } = await callApi(http, "POST", "/jobs/submit", {
    token,
    body: { projectId, type: "CODE_EXECUTION", payload },
  });
  const delays = [];
  await new Promise((resolve) => {
    socket.on("job:output", ({ chunk }) => {
      // The oldest line of a message has waited longest: 50 ms in the worker.
      delays.push(Date.now() - timesIn(chunk)[0]);
      if (delays.length === SEEN_BEFORE_CANCEL) resolve();
    });
  });
  socket.off("job:output");
  const cancelledAt = Date.now();
  await socket.emitWithAck("job:cancel", { jobId });
  const answeredMs = Date.now() - cancelledAt;
  for (;;) {
    const { result } = await callApi(http, "GET", `/jobs/${jobId}`, { token });
    if (result === null) continue;
    return { delays, answeredMs, livedOnMs: timesIn(result.stdout).at(-1) - cancelledAt };
  }
}

const describe = (what, values) => ({
  what,
  "median ms": median(values),
  "highest ms": Math.max(...values),
});

await withServices(async ({ urls }) => {
  const project = await openProject(urls);
  const runs = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await watchAndCancel(project));
  project.socket.disconnect();
  console.table([
    describe(
      "from a line's print to the room, the oldest line of each message",
      runs.flatMap(({ delays }) => delays),
    ),
    describe(
      "from job:cancel to its answer",
      runs.map(({ answeredMs }) => answeredMs),
    ),
    describe(
      "from job:cancel to the program's last sign of life",
      runs.map(({ livedOnMs }) => livedOnMs),
    ),
  ]);
});
