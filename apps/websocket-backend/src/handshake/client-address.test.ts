import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { createClientAddress } from "./client-address.js";

const addressOf = (hops: number, peer: string | undefined, forwardedFor?: string): string =>
  createClientAddress(hops)({
    headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
    socket: { remoteAddress: peer },
    connection: { remoteAddress: peer },
  } as unknown as IncomingMessage);

test("a client without a proxy counts under its own address", () => {
  expect(addressOf(0, "::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(addressOf(0, undefined)).toBe("unknown");
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
