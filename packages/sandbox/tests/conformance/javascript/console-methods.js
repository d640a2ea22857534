console.log("plain", 1, true, null);
console.info("info");
console.debug("debug %s", "formatted");
console.group("Group A");
console.log("inside\nover two lines");
console.group();
console.log({ nested: [1, 2] });
console.groupEnd();
console.groupEnd();
console.log("outside");
console.table([
  ["a", 1],
  ["b", { c: 2 }],
]);
console.table([
  { name: "Ann", age: 30 },
  { name: "Bøb", city: "Oslo" },
]);
console.table({ row1: { x: 1 }, row2: { x: 2, y: 3 } });
console.table(new Map([["key", "value"]]));
console.table(new Set([1, "two"]));
console.table("not tabular");
console.count();
console.count("named");
console.count();
console.countReset();
console.count();
console.dir({ a: { b: { c: { d: {} } } } }, { depth: null });
console.dirxml({ x: 1 }, [2]);
console.assert(true, "not shown");
console.log();
console.log("%o and %s", [1, { a: 2 }], "text", "more");
console.log("no %d format %", 5);
console.log("a\tb\\n", "\u001b[31mred\u001b[0m", "emoji 🎈");
process.stdout.write("no newline");
process.stdout.write("\n");
process.stdout.write(Buffer.from("bytes\n"), () => console.log("written"));
console.log(process.stdout.write(""), process.stdout.isTTY ?? false, process.stdout.writable);
const { Console } = require("console");
const lines = [];
const sink = new (require("stream").Writable)({
  write(chunk, _, done) {
    lines.push(String(chunk));
    done();
  },
});
const custom = new Console({ stdout: sink, stderr: sink, groupIndentation: 4 });
custom.group("custom");
custom.warn("warned");
custom.log("logged");
setImmediate(() => console.log(lines));
