const { inspect } = require("util");

class ParseError extends Error {
  constructor(message, line) {
    super(`${message} (line ${line})`);
    this.name = "ParseError";
    this.line = line;
  }
}

function parseLine(line, index) {
  const match = /^(\w+)\s*=\s*(.+)$/.exec(line);
  if (!match) throw new ParseError(`cannot read ${inspect(line)}`, index + 1);
  return [match[1], match[2]];
}

function parse(text) {
  return Object.fromEntries(text.split("\n").map(parseLine));
}

console.log(parse("a = 1\nb = two words"));
console.log(parse("a = 1\n???"));
console.log("never printed");
