import fc from "fast-check";
import type { z } from "zod";
import type * as core from "zod/v4/core";
import { HOSTILE_TEXTS, HOSTILE_VALUES } from "./hostile-values.js";

/** How values are made from a schema. */
export interface FromSchemaOptions {
  /**
   * Of how many values one is not what the schema wants: of another type, missing, beside keys of its own, or just
   * beyond a bound. Each part of a value is such a one with this chance.
   */
  oneHostileIn: number;
  /** Where a UUID is wanted. */
  ids?: fc.Arbitrary<string>;
  /** Where an e-mail address is wanted. */
  emails?: fc.Arbitrary<string>;
  /** Beside others where any text is wanted. */
  texts?: fc.Arbitrary<string>;
}

/** Longest text and array where the schema sets no limit. */
const LENGTH = 20;

/**
 * Values for a schema of the contracts: mostly what it wants, now and then not. Schemas are read as zod keeps them;
 * refinements and transformations are left to luck.
 *
 * @throws for a kind of schema that the contracts have not had so far
 */
export function fromSchema(schema: z.ZodType, options: FromSchemaOptions): fc.Arbitrary<unknown> {
  return sometimesHostile(wanted((schema as unknown as core.$ZodTypes)._zod.def, options), options);
}

/** Any text, often a hostile one. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: "binary", maxLength: LENGTH }),
);

/** Any JSON value, often a hostile one. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...HOSTILE_VALUES),
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
);

/** Null, but for one in so many. */
export const rarely = <Value>(
  oneIn: number,
  arbitrary: fc.Arbitrary<Value>,
): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

function sometimesHostile(
  arbitrary: fc.Arbitrary<unknown>,
  { oneHostileIn }: FromSchemaOptions,
): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: oneHostileIn - 1, arbitrary }, { weight: 1, arbitrary: hostileValue });
}

function wanted(def: core.$ZodTypeDef, options: FromSchemaOptions): fc.Arbitrary<unknown> {
  const each = (schema: core.$ZodType): fc.Arbitrary<unknown> =>
    fromSchema(schema as unknown as z.ZodType, options);
  const known = def as core.$ZodTypes["_zod"]["def"];
  switch (known.type) {
    case "string":
      return texts(known, options);
    case "number":
      return numbers(known);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "literal":
      return fc.constantFrom(...known.values);
    case "enum":
      return fc.constantFrom(...Object.values(known.entries));
    case "optional":
    case "default":
      return fc.option(each(known.innerType), { nil: undefined, freq: 2 });
    case "nullable":
      return fc.option(each(known.innerType));
    case "pipe":
      // What a transformation gives out is told by its end: an e-mail address, trimmed and in lower case.
      return wanted(known.out._zod.def, options);
    case "union":
      return fc.oneof(...known.options.map(each));
    case "array":
      return fc.array(each(known.element), { maxLength: lengthOf(known).max });
    case "tuple":
      return fc.tuple(...known.items.map(each));
    case "record":
      return fc.dictionary(hostileText, each(known.valueType), { maxKeys: 4 });
    case "lazy":
      // Only JSON is recursive, and its values are those that every hostile one is taken from.
      return hostileValue;
    case "object":
      return objects(known, each, options);
    default:
      throw new Error(`no values are known for a schema of type ${known.type}`);
  }
}

function objects(
  { shape }: core.$ZodObjectDef,
  each: (schema: core.$ZodType) => fc.Arbitrary<unknown>,
  { oneHostileIn }: FromSchemaOptions,
): fc.Arbitrary<unknown> {
  const fields = fc.record(
    Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, each(schema)])),
  );
  const strangeKey = fc.record({ key: hostileText, value: hostileValue });
  return fc
    .record({
      fields,
      missing: rarely(oneHostileIn, fc.constantFrom(...Object.keys(shape))),
      strange: rarely(oneHostileIn, strangeKey),
    })
    .map(({ fields: all, missing, strange }) => {
      const kept = Object.entries(all).filter(
        ([name, value]) => value !== undefined && name !== missing,
      );
      return Object.fromEntries(strange === null ? kept : [...kept, [strange.key, strange.value]]);
    });
}

function texts(
  def: core.$ZodStringDef,
  { ids, emails, texts: known }: FromSchemaOptions,
): fc.Arbitrary<string> {
  const format = "format" in def ? def.format : undefined;
  if (format === "uuid") return ids ?? fc.uuid();
  if (format === "email") return emails ?? fc.emailAddress();
  const pattern = checksOf(def).find((check) => check.check === "string_format");
  const regex = (pattern as core.$ZodCheckRegexDef | undefined)?.pattern;
  if (regex !== undefined) return fc.stringMatching(withoutLookaheads(regex));
  const { min, max } = lengthOf(def);
  return fc.oneof(
    { weight: 6, arbitrary: fc.string({ minLength: min, maxLength: Math.min(max, min + LENGTH) }) },
    { weight: 1, arbitrary: fc.constantFrom(min - 1, min, max, max + 1).map(textOfLength) },
    { weight: known === undefined ? 0 : 3, arbitrary: known ?? fc.constant("") },
  );
}

/** fast-check knows none; what they forbid comes up rarely, and is then one more thing to refuse. */
const withoutLookaheads = ({ source }: RegExp): RegExp =>
  new RegExp(source.replace(/\(\?[!=](?:[^()]|\([^()]*\))*\)/g, ""));

const textOfLength = (length: number): string =>
  "x".repeat(Math.min(Math.max(length, 0), MAX_TEXT_LENGTH));
const MAX_TEXT_LENGTH = 10_000;

function numbers(def: core.$ZodNumberDef): fc.Arbitrary<number> {
  const checks = checksOf(def);
  const isInteger =
    ("format" in def && def.format === "safeint") ||
    checks.some((check) => check.check === "number_format");
  const bound = (kind: string, fallback: number): number => {
    const check = checks.find((one) => one.check === kind) as { value: number } | undefined;
    return check?.value ?? fallback;
  };
  const min = bound("greater_than", -(2 ** 31));
  const max = bound("less_than", 2 ** 31);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: isInteger
        ? fc.integer({ min: Math.ceil(min), max: Math.min(max, min + 1000) })
        : fc.double({ noNaN: true, noDefaultInfinity: true }),
    },
    { weight: 1, arbitrary: fc.constantFrom(min - 1, min, max, max + 1, Number.MAX_SAFE_INTEGER) },
  );
}

function lengthOf(def: core.$ZodTypeDef): { min: number; max: number } {
  const checks = checksOf(def);
  const min = checks.find((check) => check.check === "min_length");
  const max = checks.find((check) => check.check === "max_length");
  return {
    min: (min as core.$ZodCheckMinLengthDef | undefined)?.minimum ?? 0,
    max: (max as core.$ZodCheckMaxLengthDef | undefined)?.maximum ?? LENGTH,
  };
}

const checksOf = (def: core.$ZodTypeDef): core.$ZodCheckDef[] =>
  (def.checks ?? []).map((check) => check._zod.def);
