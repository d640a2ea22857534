import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { createClientAddress } from "./client-address.js";

const addressOf = (hops: number, peer: string | undefined, forwardedFor?: string): string =>
  createClientAddress(hops)({
    headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
    socket: { remoteAddress: peer },
    connection: { remoteAddress: peer },
  } as unknown as IncomingMessage);

test.each([
  { what: "IPv4", peer: "192.0.2.1", counts: "192.0.2.1" },
  { what: "IPv4 on a socket for both", peer: "::ffff:192.0.2.1", counts: "192.0.2.1" },
  { what: "IPv6", peer: "2001:db8:1:2:3:4:5:6", counts: "2001:db8:1:2::/64" },
  { what: "IPv6 with zeros left out", peer: "2001:db8::6", counts: "2001:db8:0:0::/64" },
  { what: "IPv6 of an interface", peer: "fe80::1%eth0", counts: "fe80:0:0:0::/64" },
  { what: "a connection that is gone", peer: undefined, counts: "unknown" },
])("$what counts as $counts", ({ peer, counts }) => {
  expect(addressOf(0, peer)).toBe(counts);
});

test.each([
  { hops: 0, forwardedFor: "203.0.113.9", counts: "10.0.0.1" },
  { hops: 1, forwardedFor: "203.0.113.9", counts: "203.0.113.9" },
  { hops: 1, forwardedFor: "6.6.6.6, 203.0.113.9", counts: "203.0.113.9" },
  { hops: 2, forwardedFor: "6.6.6.6, 203.0.113.9, 10.0.0.2", counts: "203.0.113.9" },
  { hops: 1, forwardedFor: "2001:db8:1:2::5", counts: "2001:db8:1:2::/64" },
  { hops: 1, forwardedFor: undefined, counts: "10.0.0.1" },
  { hops: 1, forwardedFor: "", counts: "10.0.0.1" },
  { hops: 1, forwardedFor: "unknown", counts: "10.0.0.1" },
  { hops: 1, forwardedFor: "x".repeat(10_000), counts: "10.0.0.1" },
])(
  "behind $hops proxies, a client counts as $counts with $forwardedFor",
  ({ hops, forwardedFor, counts }) => {
    expect(addressOf(hops, "10.0.0.1", forwardedFor)).toBe(counts);
  },
);
