// Resident memory of the three services at rest, after each has done some work: a project with members, a
// room with a socket, one job. Usage: node bench/idle-memory/run.mjs
import { io } from "socket.io-client";
import { callApi, createMember, residentMib, withServices } from "../measure.mjs";

const REST_MS = 20_000;

async function doSomeWork({ "http-backend": http, "websocket-backend": websocket }) {
  const { token, projectId } = await createMember(http);
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

await withServices(async (services) => {
  await doSomeWork(services.urls);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const rows = Object.entries(services.pids).map(([service, pid]) => ({
    service,
    "resident MiB": Math.round(residentMib(pid)),
  }));
  console.table(rows);
  console.log(`together ${rows.reduce((sum, row) => sum + row["resident MiB"], 0)} MiB`);
});
