import { parseOrigins } from "@workspace/common/env";
import { expect, test } from "vitest";
import { isOriginAllowed } from "./origin.js";

test.each([
  { allowed: "*", origin: "https://anything.example", isAllowed: true },
  { allowed: "*", origin: undefined, isAllowed: true },
  { allowed: "https://app.example", origin: "https://app.example", isAllowed: true },
  {
    allowed: "https://a.example, https://b.example/",
    origin: "https://b.example",
    isAllowed: true,
  },
  { allowed: "https://app.example", origin: undefined, isAllowed: true },
  { allowed: "https://app.example", origin: "https://app.example.evil", isAllowed: false },
  { allowed: "https://app.example", origin: "http://app.example", isAllowed: false },
  { allowed: "https://app.example", origin: "https://app.example:8443", isAllowed: false },
  { allowed: "https://app.example", origin: "null", isAllowed: false },
  { allowed: "https://app.example", origin: "", isAllowed: false },
  { allowed: ",", origin: "https://app.example", isAllowed: false },
])("with $allowed, origin $origin is allowed: $isAllowed", ({ allowed, origin, isAllowed }) => {
  expect(isOriginAllowed(origin, parseOrigins(allowed))).toBe(isAllowed);
});
