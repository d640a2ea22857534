import type { Server } from "node:http";

/**
 * Starts listening on every address, IPv6 and IPv4 (`::`, or `0.0.0.0` on a host without IPv6).
 *
 * @throws the system's error, with a message that names the port when it is taken
 */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new Error(`port ${port} is already in use`) : error);
    });
    server.listen(port, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

/** How often connections that have become idle are looked for while a server closes. */
const IDLE_CHECK_MS = 100;

/** For servers whose answers take no time. */
const CLOSE_GRACE_MS = 1000;

/**
 * Stops taking connections and waits for the requests that are under way. A client that keeps its connection
 * busy is told with its next answer to open another, elsewhere; one that does not finish its request, or sends
 * none, is cut off after `graceMs`.
 */
export function closeServer(server: Server, graceMs = CLOSE_GRACE_MS): Promise<void> {
  server.prependListener("request", (_request, response) => {
    response.setHeader("Connection", "close");
  });
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    const grace = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(grace);
      resolve();
    });
  });
}
