import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "./app-error.js";
import { findUnsafeJson, parseInput } from "./parse-input.js";

const nested = (levels: number): unknown => {
  let value: unknown = "leaf";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const parseError = (schema: z.ZodType, input: unknown): AppError => {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("the input was accepted");
};

describe("unsafe JSON is refused, whatever its schema", () => {
  test.each<[what: string, input: unknown, path: string, message: string]>([
    ["NUL in a string", { a: "x\0y" }, "a", "must not contain NUL characters"],
    ["NUL in a string in an array", { a: [1, "\0"] }, "a.1", "must not contain NUL characters"],
    ["NUL in a key", { a: { "b\0": 1 } }, "a", "has a key that must not contain NUL characters"],
    ["a lone high surrogate", ["\ud83d"], "0", "must be well-formed Unicode"],
    ["a lone low surrogate", "\udc00", "", "must be well-formed Unicode"],
    [
      "a lone surrogate in a key",
      { "\ud83d": 1 },
      "",
      "has a key that must be well-formed Unicode",
    ],
    ["__proto__", JSON.parse('{"a":{"__proto__":{}}}'), "a.__proto__", "is a forbidden key"],
    [
      "constructor.prototype",
      { constructor: { prototype: {} } },
      "constructor",
      "is a forbidden key",
    ],
    ["a number beyond JSON's", JSON.parse('{"x":1e400}'), "x", "must be a finite number"],
    ["NaN", { x: Number.NaN }, "x", "must be a finite number"],
    ["binary data", { file: Buffer.from("x") }, "file", "must not be binary"],
    ["a typed array", [new Uint8Array(1)], "0", "must not be binary"],
  ])("%s", (_what, input, path, message) => {
    expect(parseError(z.unknown(), input)).toMatchObject({
      code: "VALIDATION_FAILED",
      status: 400,
      details: [{ path, message }],
    });
  });

  test("nesting of 64 levels is the deepest that passes", () => {
    expect(findUnsafeJson(nested(64))).toBeNull();
    expect(findUnsafeJson(nested(65))?.message).toBe("is nested deeper than 64 levels");
  });

  test("nesting of a million levels does not exhaust the stack", () => {
    expect(findUnsafeJson(nested(1_000_000))?.message).toBe("is nested deeper than 64 levels");
  });
});

describe("what only looks unsafe passes", () => {
  test.each<[what: string, input: unknown]>([
    ["a surrogate pair", { a: "😀" }],
    ["`constructor` with a text", { constructor: "Bauhaus" }],
    ["`constructor` with an object that has no prototype", { constructor: { name: "x" } }],
    ["`prototype` alone", { prototype: {} }],
    ["an empty object in an empty array", [{}]],
    ["null, booleans and numbers", [null, true, -0, 1e308]],
    ["a control character other than NUL", "a\u0001b"],
  ])("%s", (_what, input) => {
    expect(parseInput(z.unknown(), input)).toBe(input);
  });
});

describe("what does not fit the schema", () => {
  const schema = z.object({ name: z.string(), size: z.object({ x: z.number() }) });

  test("is told with a detail for each problem", () => {
    expect(parseError(schema, { name: 1, size: { x: "1" } }).details).toEqual([
      { path: "name", message: expect.stringContaining("expected string") },
      { path: "size.x", message: expect.stringContaining("expected number") },
    ]);
  });

  test("is named in the message", () => {
    expect(parseError(schema, { name: "n", size: {} }).message).toMatch(/^size\.x: /);
    expect(parseError(schema, []).message).toMatch(/^The input: /);
    expect(parseError(schema, undefined).message).toMatch(/^The input: /);
  });

  test("is told with 20 details at most", () => {
    const input = Array.from({ length: 50 }, () => "text");
    expect(parseError(z.array(z.number()), input).details).toHaveLength(20);
  });

  test("is told in few words, however much there is of it", () => {
    const input = { ["x".repeat(10_000)]: 1 };
    const error = parseError(z.strictObject({}), input);
    expect(error.details).toEqual([
      { path: "", message: expect.stringMatching(/^Unrecog.{1,300}$/) },
    ]);
    expect(error.message.length).toBeLessThan(400);
  });
});

test("keys that the schema does not know are dropped", () => {
  expect(parseInput(z.object({ a: z.number() }), { a: 1, isAdmin: true })).toEqual({ a: 1 });
});

test("any value is parsed or refused with an AppError, and no prototype is ever changed", () => {
  const hostileKey = fc.constantFrom("__proto__", "constructor", "prototype", "toString");
  const text = fc.oneof(fc.string(), fc.constantFrom("\0", "\ud83d", "😀"));
  const hostile = fc.object({
    key: fc.oneof(hostileKey, text),
    withNullPrototype: true,
    withBigInt: true,
    values: [text, fc.double(), fc.constant(Buffer.from("x"))],
    withMap: true,
    withDate: true,
  });
  const parsedText = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  const schema = z.record(z.string(), z.json());
  const before = Object.getOwnPropertyNames(Object.prototype);
  fc.assert(
    fc.property(fc.oneof(hostile, parsedText, fc.anything()), (input) => {
      try {
        const parsed = parseInput(schema, input);
        expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
        expect(() => JSON.stringify(parsed)).not.toThrow();
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    }),
    { numRuns: 100 },
  );
});
