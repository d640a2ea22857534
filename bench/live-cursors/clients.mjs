// Clients that cost next to nothing, so that the servers are what is measured: `ws` and just enough of Socket.io's
// protocol. The x of a cursor is when it was sent, by this process's clock.
import { once } from "node:events";
import { WebSocket } from "ws";

const COLOR = "#3366FF";
const CONNECTING_AT_ONCE = 50;

/** What arrived, of what was sent. */
export function createTally() {
  return { isCounting: false, sent: 0, delivered: 0, delays: [] };
}

function countUpdate(tally, text) {
  const start = text.indexOf('"x":') + 4;
  tally.delivered += 1;
  tally.delays.push(performance.now() - parseFloat(text.slice(start, start + 20)));
}

function countBatch(tally, text, ownUserId) {
  const [, { cursors }] = JSON.parse(text.slice(text.indexOf("[")));
  const now = performance.now();
  for (const [userId, x] of cursors) {
    if (userId === ownUserId) continue;
    tally.delivered += 1;
    tally.delays.push(now - x);
  }
}

async function connectClient({ protocol, options }, port, { user, projectId, tally }) {
  const path = protocol.path(user.token, options, user.userId);
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { perMessageDeflate: false });
  const joined = new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the server closed a connection")));
    socket.on("message", (data) => {
      const text = data.toString("latin1");
      if (text === "2") socket.send("3");
      else if (text.startsWith("44")) reject(new Error(text));
      else if (text.startsWith("40")) socket.send(protocol.join(projectId));
      else if (text.startsWith("430") || text === "[]") resolve();
      else if (tally.isCounting && text.includes('"cursor:update"')) countUpdate(tally, text);
      else if (tally.isCounting && text.includes('"cursor:batch"'))
        countBatch(tally, text, user.userId);
    });
  });
  joined.catch(() => {});
  await once(socket, "open");
  socket.send(protocol.connect ?? protocol.join(projectId));
  await joined;
  return { socket, move: (y) => sendMove(socket, protocol, { projectId, y }) };
}

function sendMove(socket, protocol, { projectId, y }) {
  socket.send(protocol.move({ projectId, x: performance.now(), y, color: COLOR }));
}

/** @param seats who sits where: `{ user, projectId, port }` */
export async function connectClients(contestant, seats, tally) {
  const clients = [];
  for (let first = 0; first < seats.length; first += CONNECTING_AT_ONCE) {
    const some = seats.slice(first, first + CONNECTING_AT_ONCE);
    clients.push(
      ...(await Promise.all(
        some.map(({ port, ...seat }) => connectClient(contestant, port, { ...seat, tally })),
      )),
    );
  }
  return clients;
}

export async function disconnectClients(clients) {
  await Promise.all(
    clients.map(async ({ socket }) => {
      const closed = once(socket, "close");
      socket.terminate();
      await closed;
    }),
  );
}

/** Moves every client `hz` times a second, each in its own phase, until the returned function is called. */
export function startMoving(clients, hz, tally) {
  const periodMs = 1000 / hz;
  const timers = clients.map((client, index) => {
    let moves = 0;
    let dueAt = performance.now() + (index / clients.length) * periodMs;
    const step = () => {
      moves += 1;
      client.move(moves);
      if (tally.isCounting) tally.sent += 1;
      dueAt += periodMs;
      timer.handle = setTimeout(step, Math.max(0, dueAt - performance.now()));
    };
    const timer = { handle: setTimeout(step, dueAt - performance.now()) };
    return timer;
  });
  return () => {
    for (const { handle } of timers) clearTimeout(handle);
  };
}
