// Prints JSON with short arrays and objects on one line, after sorting keys.
const input = require("fs").readFileSync(0, "utf8");

function format(value, indent = "") {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const oneLine = JSON.stringify(value).replace(/([,:])(?=(?:[^"]|"(?:[^"\\]|\\.)*")*$)/g, "$1 ");
  if (oneLine.length + indent.length <= 40) return oneLine;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => inner + format(item, inner))
    : Object.keys(value)
        .sort()
        .map((key) => `${inner}${JSON.stringify(key)}: ${format(value[key], inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

const parsed = JSON.parse(input, (key, value) => (key.startsWith("_") ? undefined : value));
console.log(format(parsed));
console.log(
  JSON.stringify(
    {
      date: new Date(Date.UTC(2024, 1, 29)),
      skip: undefined,
      f() {},
      nan: NaN,
      nested: { toJSON: () => "own" },
    },
    null,
    "--",
  ),
);
console.log(
  JSON.stringify({ b: 1, a: [1, { b: 2, c: 3 }] }, ["a", "b"]),
  JSON.stringify("\u2028\ud800"),
);
for (const broken of ['{"a":}', "[1,]", "{'a':1}", "nul"]) {
  try {
    JSON.parse(broken);
  } catch (error) {
    console.log(error instanceof SyntaxError, broken);
  }
}
try {
  const loop = {};
  loop.self = loop;
  JSON.stringify(loop);
} catch (error) {
  console.log(error.message.split("\n")[0]);
}
