import { expect, test } from "vitest";
import { isFromSameOrigin } from "./same-origin.js";

const host = "api.example.com:3000";

test.each([
  ["a program", {}],
  ["someone who types the address", { "sec-fetch-site": "none" }],
  ["the page itself", { "sec-fetch-site": "same-origin" }],
  ["the page itself, by its origin", { origin: `https://${host}` }],
])("a request of %s is let through", (_who, headers) => {
  expect(isFromSameOrigin({ host, ...headers })).toBe(true);
});

test.each([
  ["another site", { "sec-fetch-site": "cross-site" }],
  ["a neighbouring site", { "sec-fetch-site": "same-site" }],
  ["something new", { "sec-fetch-site": "anything" }],
  ["another origin", { origin: "https://evil.example" }],
  ["another port", { origin: "https://api.example.com:3001" }],
  ["a page without an origin", { origin: "null" }],
  ["another origin that calls itself ours", { "sec-fetch-site": "none", origin: "https://x" }],
])("a request of %s is not", (_who, headers) => {
  expect(isFromSameOrigin({ host, ...headers })).toBe(false);
});
