const fs = require("fs") as typeof import("fs");
const { EOL } = require("os") as typeof import("os");

interface Options {
  upper?: boolean;
}
function transform(text: string, { upper = false }: Options = {}): string {
  return upper ? text.toUpperCase() : text;
}
module.exports = { transform };

if (require.main === module) {
  const text = fs.readFileSync("/dev/stdin", "utf8");
  const [flag] = process.argv.slice(2) as ["--upper"?];
  for (const line of text.split(EOL))
    if (line) console.log(transform(line, { upper: flag === "--upper" }));
  console.log(typeof __filename, typeof exports, this === module.exports);
}
