/** Levels of nesting that no document has; input is refused beyond 64. */
const TOO_DEEP = 80;

function nest(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

/** Texts that break what concatenates, splits, matches, stores or prints them carelessly. */
export const HOSTILE_TEXTS: readonly string[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udc00a",
  "\uFEFF",
  "\u202E\u2066",
  "\u2028\u2029",
  "e\u0301".repeat(40),
  "👩‍👩‍👧‍👦".repeat(20),
  "İıſK",
  "line\r\nSet-Cookie: a=b",
  "\x1b[31mred",
  "x".repeat(300),
  "x".repeat(6000),
  "' OR '1'='1",
  `"; DROP TABLE "User"; --`,
  "\\",
  "%",
  "_",
  "%00",
  "*",
  "{}",
  "${7*7}{{7*7}}",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "null",
  "undefined",
  "NaN",
  "true",
  "-1",
  "1e309",
  "0x10",
  "9007199254740993",
  "[object Object]",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "admin@example.com'--",
];

/** JSON values that are hardly ever what a field wants. */
export const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e-320,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53 - 1,
  2 ** 53,
  1e308,
  [],
  [null],
  {},
  { $gt: "" },
  { length: 1e9 },
  { toString: 1, valueOf: 1, toJSON: 1 },
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  { constructor: { prototype: { isAdmin: true } } },
  nest(TOO_DEEP),
  Array.from({ length: 200 }, (_, index) => index),
];
