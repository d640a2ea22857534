import fc from "fast-check";
import { expect, test } from "vitest";
import { isLargerThan } from "./event-size.js";

const anyJson = fc.array(fc.jsonValue({ maxDepth: 6 }), { maxLength: 5 });

test("what needs no escapes is as large as its JSON", () => {
  const plain = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.stringMatching(/^[a-z ]*$/),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]+$/), tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 4 }), (args) => {
      const { length } = JSON.stringify(args);
      expect(isLargerThan(length, args)).toBe(false);
      expect(isLargerThan(length - 1, args)).toBe(true);
    }),
  );
});

test("nothing is larger than its JSON", () => {
  fc.assert(
    fc.property(anyJson, (args) => {
      expect(isLargerThan(JSON.stringify(args).length, args)).toBe(false);
    }),
  );
});

test.each([
  { what: "binary data", args: [{ data: Buffer.alloc(1000) }] },
  { what: "nesting that cannot be encoded", args: [nested(100_000)] },
  { what: "many small values", args: [Array.from({ length: 600 }, () => 1)] },
  { what: "a long key", args: [{ ["x".repeat(1000)]: null }] },
])("$what counts", ({ args }) => {
  expect(isLargerThan(1000, args)).toBe(true);
});

test("the acknowledgement does not count", () => {
  expect(isLargerThan("[1,]".length, [1, () => {}])).toBe(false);
});

function nested(depth: number): unknown[] {
  let value: unknown[] = [];
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
