// What one writes first: Socket.io with its Redis adapter, one broadcast for each move. A token is checked at the
// handshake and nothing after it. Usage: PORT, REDIS_URL and JWT_SECRET in the environment
import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import jwt from "jsonwebtoken";
import { Server } from "socket.io";

const { PORT, REDIS_URL, JWT_SECRET } = process.env;
const publisher = new Redis(REDIS_URL);
const io = new Server({ adapter: createAdapter(publisher, publisher.duplicate()) });

io.use((socket, next) => {
  try {
    const { sub } = jwt.verify(socket.handshake.query.token, JWT_SECRET, { algorithms: ["HS256"] });
    socket.data = { userId: sub, name: `User ${sub.slice(-4)}` };
    next();
  } catch (error) {
    next(error);
  }
});

io.on("connection", (socket) => {
  socket.on("join:project", ({ projectId }, reply) => {
    void socket.join(projectId);
    reply({ ok: true });
  });
  socket.on("cursor:move", ({ projectId, x, y, color }) => {
    const { userId, name } = socket.data;
    socket.to(projectId).emit("cursor:update", { projectId, userId, name, x, y, color });
  });
});

io.listen(Number(PORT));
process.send?.("listening");
