import { createServer, type RequestListener, type Server } from "node:http";
import type { LimitCounters } from "../guards/limit-counters.js";

/** How often Node.js looks for requests that take too long; its own default is 30 s. */
const CHECK_INTERVAL_MS = 1000;

interface HttpServerOptions {
  /** For what is not about sockets. */
  listener: RequestListener;
  counters: LimitCounters;
  limits: {
    /** From the connection, or the last request on it, until the head of a request is there. */
    handshakeTimeoutMs: number;
    /** Likewise until its body is there; and how long an answer may lie unread. */
    requestTimeoutMs: number;
    /** A poll that waits is answered at least this often. */
    pingIntervalMs: number;
  };
}

/**
 * The HTTP server under a gateway: it gives up on clients that send nothing, half of a request, or do not
 * read their answers. A client that polls could else leave any number of them unread, each on a connection
 * of its own, where nobody sees how much they are.
 */
export function createHttpServer({ listener, counters, limits }: HttpServerOptions): Server {
  const server = createServer(
    {
      headersTimeout: Math.min(limits.handshakeTimeoutMs, limits.requestTimeoutMs),
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    listener,
  );
  server.setTimeout(limits.requestTimeoutMs + limits.pingIntervalMs, (socket) => {
    // Connections that are kept for the next request time out as well, after 5 s.
    if (socket.writableLength > 0) counters.count("requestsTimedOut");
    socket.destroy();
  });
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket) => {
    const isTimeout = code === "ERR_HTTP_REQUEST_TIMEOUT";
    if (isTimeout) counters.count("requestsTimedOut");
    // As Node.js does by itself where nobody listens for it.
    const status = isTimeout ? "408 Request Timeout" : "400 Bad Request";
    if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    socket.destroy();
  });
  return server;
}
