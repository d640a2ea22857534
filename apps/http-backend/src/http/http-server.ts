import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";

/** How often Node.js looks for connections whose time is up. */
const CHECK_INTERVAL_MS = 1000;

interface HttpServerOptions {
  listener: RequestListener;
  /** From the connection, or the last request on it, until the head of a request is there. */
  headersTimeoutMs: number;
  /** Likewise until its body is there; and how long an answer may lie unread. */
  requestTimeoutMs: number;
}

/** The HTTP server under the app: it gives up on clients that send half of a request, or do not read their answers. */
export function createHttpServer({
  listener,
  headersTimeoutMs,
  requestTimeoutMs,
}: HttpServerOptions): Server {
  const server = createServer(
    {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    listener,
  );
  const busy = new WeakSet<Socket>();
  server.on("request", ({ socket }, response) => {
    busy.add(socket);
    response.once("close", () => busy.delete(socket));
  });
  server.setTimeout(requestTimeoutMs, (socket) => {
    // While the app has not answered yet it is not the client that is slow.
    if (!busy.has(socket) || socket.writableLength > 0) socket.destroy();
  });
  return server;
}
