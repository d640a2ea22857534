// How each server is started, and how its clients speak.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { forkService, stopProcess, waitUntilReady } from "@workspace/local-stack/service-process";
import { freePort } from "../measure.mjs";

const STOP_DEADLINE_MS = 10_000;
const rootDir = fileURLToPath(new URL("../..", import.meta.url));

/** Engine.IO's open packet, and the packets of Socket.io's default namespace. */
const socketIo = {
  path: (token, options) => `/socket.io/?EIO=4&transport=websocket&token=${token}${options}`,
  connect: "40",
  /** With an acknowledgement that comes as `430`. */
  join: (projectId) => `420${JSON.stringify(["join:project", { projectId }])}`,
  move: (cursor) => `42${JSON.stringify(["cursor:move", cursor])}`,
};

const bareWs = {
  path: (_token, options, userId) => `/?userId=${userId}${options}`,
  connect: null,
  join: (projectId) => JSON.stringify(["join:project", { projectId }]),
  move: (cursor) => JSON.stringify(["cursor:move", cursor]),
};

async function startFile(file, env) {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, ...env, PORT: String(port) },
  });
  await once(child, "message");
  return { port, child };
}

async function startGateway(env) {
  const port = await freePort();
  const name = "websocket-backend";
  const child = forkService({
    rootDir,
    name,
    port,
    env: {
      ...process.env,
      ...env,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      // All clients come from one address here.
      WS_MAX_SOCKETS_PER_IP: "0",
    },
    output: "inherit",
  });
  await waitUntilReady({ name, port }, child);
  return { port, child };
}

const startStock = (env) => startFile("stock-server.mjs", env);
const startFloor = (env) => startFile("bare-ws-server.mjs", env);

/** @typedef {{ name: string, start: Function, protocol: object, options: string }} Contestant */
const contestant = (name, start, protocol, options = "") => ({ name, start, protocol, options });
export const stock = contestant("stock Socket.io and its Redis adapter", startStock, socketIo);
export const plain = contestant("workspace, cursor:update", startGateway, socketIo);
export const batch = contestant(
  "workspace, cursor:batch",
  startGateway,
  socketIo,
  "&cursors=batch",
);
export const floorPlain = contestant("bare ws, corked per tick", startFloor, bareWs);
export const floorBatch = contestant(
  "bare ws, one frame per tick",
  startFloor,
  bareWs,
  "&cursors=batch",
);

/** Starts `count` servers of a kind, gives them to `act`, and ends them. */
export async function withServers({ start }, count, env, act) {
  const servers = [];
  try {
    for (let index = 0; index < count; index += 1) servers.push(await start(env));
    return await act(servers.map(({ port, child }) => ({ port, pid: child.pid })));
  } finally {
    await Promise.all(servers.map(({ child }) => stopProcess(child, STOP_DEADLINE_MS)));
  }
}
