import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "./contracts/projects.js";
import { applyMergePatch } from "./merge-patch.js";

/** RFC 7396, appendix A: target, patch, result. */
const RFC_EXAMPLES: [target: string, patch: string, result: string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', "{}"],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', "null", "null"],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ["[1,2]", '{"a":"b","c":null}', '{"a":"b"}'],
  ["{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

const json = (text: string): JsonObject[string] => JSON.parse(text) as JsonObject[string];

describe("the examples of RFC 7396, appendix A", () => {
  test("are all 15", () => expect(RFC_EXAMPLES).toHaveLength(15));

  // Some of them are no objects, so each is applied as the member of one; there null removes it.
  test.each(RFC_EXAMPLES)("%s patched with %s is %s", (target, patch, result) => {
    const patched = applyMergePatch({ doc: json(target) }, { doc: json(patch) });
    expect(patched).toEqual(result === "null" ? {} : { doc: json(result) });
  });

  test.each(RFC_EXAMPLES.filter((example) => example.every((text) => text.startsWith("{"))))(
    "%s patched with %s is %s at the top level too",
    (target, patch, result) => {
      const patched = applyMergePatch(json(target) as JsonObject, json(patch) as JsonObject);
      expect(patched).toEqual(json(result));
    },
  );
});

const jsonObject = fc.dictionary(
  fc
    .oneof(fc.constantFrom("a", "b", "toString", "constructor"), fc.string())
    .filter((key) => key !== "__proto__"),
  fc.jsonValue({ maxDepth: 3 }),
  { noNullPrototype: true },
) as fc.Arbitrary<JsonObject>;

const isPlain = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return true;
  const prototype = Array.isArray(value) ? Array.prototype : Object.prototype;
  return Object.getPrototypeOf(value) === prototype && Object.values(value).every(isPlain);
};

test("neither the target nor the patch is changed", () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (target, patch) => {
      const before = JSON.stringify([target, patch]);
      applyMergePatch(target, patch);
      expect(JSON.stringify([target, patch])).toBe(before);
    }),
  );
});

test("the result is a plain JSON object", () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (target, patch) => {
      expect(isPlain(applyMergePatch(target, patch))).toBe(true);
    }),
  );
});

test("a patch applied twice gives what it gives once", () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (target, patch) => {
      const once = applyMergePatch(target, patch);
      expect(applyMergePatch(once, patch)).toEqual(once);
    }),
  );
});

test("an empty patch changes nothing", () => {
  fc.assert(
    fc.property(jsonObject, (target) => {
      expect(applyMergePatch(target, {})).toEqual(target);
    }),
  );
});

test("a key that reaches the prototype becomes an own member and nothing else", () => {
  const patched = applyMergePatch({}, json('{"__proto__":{"isAdmin":true}}') as JsonObject);
  expect(Object.getPrototypeOf(patched)).toBe(Object.prototype);
  expect("isAdmin" in {}).toBe(false);
});
