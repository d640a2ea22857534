import { expect, test } from "vitest";
import { at, withQuery } from "./api.js";
import { newKey } from "./new-key.js";

test("an id stays in its place, whatever it is", () => {
  expect(at`/projects/${"p1"}/collaborators/${"u1"}`).toBe("/projects/p1/collaborators/u1");
  expect(at`/jobs/${"../auth/me?x#y"}/output`).toBe("/jobs/..%2Fauth%2Fme%3Fx%23y/output");
});

test("a query has what is known", () => {
  expect(withQuery("/p", { limit: 2, cursor: undefined })).toBe("/p?limit=2");
  expect(withQuery("/p", { cursor: "a&b" })).toBe("/p?cursor=a%26b");
  expect(withQuery("/p", { after: 0 })).toBe("/p?after=0");
  expect(withQuery("/p", {})).toBe("/p");
});

test("a key is made for each call", () => {
  const keys = new Set(Array.from({ length: 100 }, newKey));
  expect(keys.size).toBe(100);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
});
