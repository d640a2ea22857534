import { expect, test } from "vitest";
import { networkOf } from "./network-of.js";

test.each([
  { what: "IPv4", address: "192.0.2.1", counts: "192.0.2.1" },
  { what: "IPv4 on a socket for both", address: "::ffff:192.0.2.1", counts: "192.0.2.1" },
  { what: "IPv6", address: "2001:db8:1:2:3:4:5:6", counts: "2001:db8:1:2::/64" },
  { what: "IPv6 with zeros left out", address: "2001:db8::6", counts: "2001:db8:0:0::/64" },
  { what: "IPv6 of an interface", address: "fe80::1%eth0", counts: "fe80:0:0:0::/64" },
  { what: "a connection that is gone", address: undefined, counts: "unknown" },
  { what: "what is no address", address: "x".repeat(10_000), counts: "unknown" },
])("$what counts as $counts", ({ address, counts }) => {
  expect(networkOf(address)).toBe(counts);
});

test("what a proxy says is passed over where it is no address", () => {
  expect(networkOf("unknown", "192.0.2.1")).toBe("192.0.2.1");
  expect(networkOf("198.51.100.7", "192.0.2.1")).toBe("198.51.100.7");
});
