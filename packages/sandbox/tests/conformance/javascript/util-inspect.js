const util = require("node:util");

class Point {
  #hidden = 1;
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}
console.log(
  new Point(1, 2),
  [new Point(3, 4)],
  Point,
  class extends Point {},
  () => {},
  async function load() {},
);
console.log({ deep: { deeper: { deepest: { bottom: 1 } } } }, [[[[1]]]]);
console.log(
  [undefined, null, NaN, -0, 1n, "quote'd", Symbol("s"), , new Date(0), /x/g],
  [1, 2, , 4],
);
console.log(
  new Map([[{ a: 1 }, new Set(["x"])]]),
  new WeakMap(),
  Promise.resolve(4),
  Promise.reject(1).catch(() => 2) && 0,
);
console.log(
  Array.from({ length: 120 }, (_, i) => i),
  "a".repeat(30).split(""),
);
console.log({
  "key with space": 1,
  valid_key: 2,
  3: 3,
  get g() {
    return 1;
  },
  set g(v) {},
  f() {},
});
console.log(
  "%s %d %i %f %j %o %O %%, %c!",
  "str",
  "42",
  3.9,
  "1.5",
  { a: 1 },
  [1],
  { b: { c: {} } },
  "css",
  "extra",
  { x: 1 },
);
console.log(
  Object.create(null),
  Object.create({ inherited: 1 }),
  new (class Foo extends Map {})([[1, 2]]),
  [..."ab"].entries(),
);
const cyclic = { name: "loop", list: [] };
cyclic.self = cyclic;
cyclic.list.push(cyclic, { cyclic });
console.log(cyclic);
console.log(
  util.inspect('it\'s "quoted"\n'),
  util.inspect({ a: { b: { c: { d: 1 } } } }, { depth: 0 }),
  util.inspect([1, 2], { compact: false }),
);
console.log(
  util.inspect({ s: "x", n: 1, u: undefined }, { colors: true }),
  util.format("%s", null, undefined, 5n, Symbol("z")),
);
console.log(
  util.isDeepStrictEqual({ a: [1, new Set([2])] }, { a: [1, new Set([2])] }),
  util.types.isRegExp(/a/),
);
console.log(
  new Boolean(false),
  new String("boxed"),
  new Number(3),
  [new Uint8Array(2)],
  globalThis === global,
);
console.log(
  ["long string number one for wrapping", "long string number two for wrapping", "three"],
  { a: "x".repeat(80), b: 1 },
);
const error = new Error("shown");
error.stack = "Error: shown\n    at somewhere";
console.log(
  { error },
  [error],
  Object.assign(() => {}, { prop: 1 }),
  function named() {},
  function* gen() {},
  Math,
  JSON,
);
util
  .promisify((value, done) => done(null, value * 2))(21)
  .then(console.log);
console.log(
  util.callbackify(async () => "cb").length,
  util.inspect(new Map([["k", { v: [] }]]), { sorted: true, breakLength: 5 }),
);
