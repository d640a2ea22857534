import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Groups of an IPv6 address that name the network of one customer; the rest is theirs to vary. */
const NETWORK_GROUPS = 4;

/**
 * Under which address a client counts for limits: its IPv4 address, or the /64 of its IPv6 address.
 *
 * @param addresses the first that is one counts; "unknown" where none is
 */
export function networkOf(...addresses: (string | undefined)[]): string {
  const address = addresses.find((each) => each !== undefined && isIP(each) !== 0);
  if (address === undefined) return "unknown";
  // IPv4 that a socket for both shows as ::ffff:192.0.2.1 is IPv4.
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(":")}::/64`;
}
