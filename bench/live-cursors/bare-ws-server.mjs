// The floor: nothing but `ws`. It knows no tokens, limits, Redis or polling, and collects a room's moves for 33 ms.
// To each client it writes them under one cork, or as one frame shared by all that ask for `cursors=batch`.
import { WebSocketServer } from "ws";

const TICK_MS = 33;
const rooms = new Map();

function openRoom(projectId) {
  const room = { clients: new Set(), moved: new Map() };
  rooms.set(projectId, room);
  setInterval(() => flush(projectId, room), TICK_MS);
  return room;
}

function flush(projectId, { clients, moved }) {
  if (moved.size === 0) return;
  const updates = Array.from(moved.values(), ({ from, ...cursor }) => ({
    from,
    frame: JSON.stringify(["cursor:update", cursor]),
  }));
  const cursors = Array.from(moved.values(), ({ userId, x, y, color }) => [userId, x, y, color]);
  const batch = JSON.stringify(["cursor:batch", { projectId, cursors }]);
  moved.clear();
  for (const client of clients) {
    if (client.wantsBatch) {
      client.send(batch);
      continue;
    }
    client._socket.cork();
    for (const { from, frame } of updates) if (from !== client) client.send(frame);
    client._socket.uncork();
  }
}

const server = new WebSocketServer({ port: Number(process.env.PORT) });
server.on("connection", (client, { url }) => {
  const query = new URL(url, "ws://localhost").searchParams;
  client.wantsBatch = query.get("cursors") === "batch";
  const userId = query.get("userId");
  const name = `User ${userId.slice(-4)}`;
  let room;
  client.on("message", (text) => {
    const [event, { projectId, x, y, color }] = JSON.parse(text);
    if (event === "join:project") {
      room = rooms.get(projectId) ?? openRoom(projectId);
      room.clients.add(client);
      client.send("[]");
    } else room.moved.set(userId, { projectId, userId, name, x, y, color, from: client });
  });
  client.on("close", () => room?.clients.delete(client));
});
server.on("listening", () => process.send?.("listening"));
