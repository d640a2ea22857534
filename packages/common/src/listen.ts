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

/** Stops taking connections and waits for the requests that are under way. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
