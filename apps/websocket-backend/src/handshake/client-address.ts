import type { IncomingMessage } from "node:http";
import { networkOf } from "@workspace/common/network-of";
import proxyAddr from "proxy-addr";

/**
 * Under which address a client counts; see `networkOf`.
 *
 * @param trustProxyHops reverse proxies in front, each of which appends to X-Forwarded-For whom it heard
 *   from; what the header says beyond them is the client's own invention
 */
export function createClientAddress(trustProxyHops: number): (request: IncomingMessage) => string {
  return (request) => {
    const address = proxyAddr(request, (_address, hop) => hop < trustProxyHops);
    // A proxy that appends no address (`unknown`, a name, a port) leaves its own.
    return networkOf(address, request.socket.remoteAddress);
  };
}
