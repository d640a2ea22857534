type Success<T> = { ok: true; value: T; rest: string };
type Failure = { ok: false; expected: string; at: string };
type Parser<T> = (input: string) => Success<T> | Failure;
type Value<P> = P extends Parser<infer T> ? T : never;

const regex =
  (pattern: RegExp, expected: string): Parser<string> =>
  (input) => {
    const match = new RegExp(`^\\s*(${pattern.source})`, "u").exec(input);
    return match
      ? { ok: true, value: match[1]!, rest: input.slice(match[0].length) }
      : { ok: false, expected, at: input };
  };
const map =
  <T, U>(parser: Parser<T>, fn: (value: T) => U): Parser<U> =>
  (input) => {
    const result = parser(input);
    return result.ok ? { ...result, value: fn(result.value) } : result;
  };
const sequence =
  <P extends Parser<any>[]>(...parsers: P): Parser<{ [K in keyof P]: Value<P[K]> }> =>
  (input) => {
    const values: unknown[] = [];
    let rest = input;
    for (const parser of parsers) {
      const result = parser(rest);
      if (!result.ok) return result;
      values.push(result.value);
      rest = result.rest;
    }
    return { ok: true, value: values as any, rest };
  };
const either =
  <T>(...parsers: Parser<T>[]): Parser<T> =>
  (input) => {
    const failures: string[] = [];
    for (const parser of parsers) {
      const result = parser(input);
      if (result.ok) return result;
      failures.push(result.expected);
    }
    return { ok: false, expected: failures.join(" or "), at: input };
  };
const separated =
  <T>(item: Parser<T>, separator: Parser<unknown>): Parser<T[]> =>
  (input) => {
    const values: T[] = [];
    let rest = input;
    for (let next = item(rest); next.ok;) {
      values.push(next.value);
      rest = next.rest;
      const gap = separator(rest);
      if (!gap.ok) break;
      next = item(gap.rest);
      if (!next.ok) return next;
    }
    return { ok: true, value: values, rest };
  };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
const symbol = (text: string): Parser<string> =>
  regex(new RegExp(text.replace(/[[\]{}]/g, "\\$&")), text);
const string = map(regex(/"(?:[^"\\]|\\.)*"/, "string"), (text): string => JSON.parse(text));
const literal = map(regex(/true|false|null/, "literal"), (text): Json => JSON.parse(text));
const number = map(regex(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/, "number"), (text): Json => Number(text));
const json: Parser<Json> = (input) => either<Json>(number, string, literal, list, object)(input);
const list = map(
  sequence(symbol("["), separated(json, symbol(",")), symbol("]")),
  ([, items]): Json => items,
);
const pair = map(sequence(string, symbol(":"), json), ([key, , value]): [string, Json] => [
  key,
  value,
]);
const object = map(
  sequence(symbol("{"), separated(pair, symbol(",")), symbol("}")),
  ([, pairs]): Json => Object.fromEntries(pairs),
);

for (const text of [
  '{"a": [1, -2.5e2, {"b": null}], "c\\n": "é"}',
  "[]",
  "[1, 2",
  '{"a" 1}',
  "[1,]",
  "?",
]) {
  const result = json(text);
  console.log(
    result.ok ? JSON.stringify(result.value) : `expected ${result.expected} at "${result.at}"`,
  );
}
