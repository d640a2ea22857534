import type { GatewaySocket } from "../socket-types.js";

const FORGOTTEN = Object.freeze({});

/**
 * Lets go of the request that a connected socket began with: its headers, query and token would stay in
 * memory for as long as the socket, several kilobytes each, and nothing reads them again.
 */
export function forgetRequest(socket: GatewaySocket): void {
  Object.assign(socket.conn, { request: null });
  Object.assign(socket, { handshake: FORGOTTEN });
}
