import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import proxyAddr from "proxy-addr";

/** Groups of an IPv6 address that name the network of one customer; the rest is theirs to vary. */
const NETWORK_GROUPS = 4;

/**
 * Under which address a client counts: its IPv4 address, or the /64 of its IPv6 address.
 *
 * @param trustProxyHops reverse proxies in front, each of which appends to X-Forwarded-For whom it heard
 *   from; what the header says beyond them is the client's own invention
 */
export function createClientAddress(trustProxyHops: number): (request: IncomingMessage) => string {
  return (request) => {
    const address = proxyAddr(request, (_address, hop) => hop < trustProxyHops);
    // A proxy that appends no address (`unknown`, a name, a port) leaves its own.
    return networkOf(address) ?? networkOf(request.socket.remoteAddress ?? "") ?? "unknown";
  };
}

function networkOf(address: string): string | null {
  if (isIP(address) === 0) return null;
  // IPv4 that a socket for both shows as ::ffff:192.0.2.1 is IPv4.
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(":")}::/64`;
}
