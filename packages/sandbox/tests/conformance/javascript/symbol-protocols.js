class Range {
  constructor(start, end, step = 1) {
    Object.assign(this, { start, end, step });
  }
  *[Symbol.iterator]() {
    for (let n = this.start; n < this.end; n += this.step) yield n;
  }
  [Symbol.toPrimitive](hint) {
    return hint === "number" ? [...this].length : `${this.start}..${this.end}`;
  }
  static [Symbol.hasInstance](value) {
    return value != null && "start" in value && "end" in value;
  }
  get [Symbol.toStringTag]() {
    return "Range";
  }
  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `Range<${inspect(this.start)}, ${inspect(this.end)}>`;
  }
}
const range = new Range(0, 10, 3);
console.log(
  [...range],
  Math.max(...range),
  Array.from(range, (n) => n * 2),
);
console.log(+range, `${range}`, range + "", Object.prototype.toString.call(range));
console.log({ start: 1, end: 2 } instanceof Range, {} instanceof Range, range, [range]);
const [first, second = "?", ...rest] = range;
console.log(first, second, rest, new Set(range), new Map(Object.entries({ a: 1 })));

class Celsius {
  static [Symbol.species] = Array;
  constructor(degrees) {
    this.degrees = degrees;
  }
  valueOf() {
    return this.degrees;
  }
}
console.log(new Celsius(30) > new Celsius(20), new Celsius(5) + 1, `${new Celsius(1)}`);

const matcher = {
  [Symbol.split]: (text) => text.match(/../g),
  [Symbol.replace]: (text, by) => `${by}${text}${by}`,
  [Symbol.search]: () => 99,
};
console.log("abcdef".split(matcher), "x".replace(matcher, "*"), "q".search(matcher));
const spreadable = { length: 2, 0: "p", 1: "q", [Symbol.isConcatSpreadable]: true };
console.log(
  [1].concat(spreadable),
  Symbol.for("app") === Symbol.for("app"),
  Symbol("x").description,
);
const hidden = Symbol("hidden");
const record = { [hidden]: 1, shown: 2 };
console.log(JSON.stringify(record), Object.getOwnPropertySymbols(record));
const iterator = {
  left: 3,
  next() {
    return this.left-- > 0 ? { value: this.left, done: false } : { value: undefined, done: true };
  },
  return() {
    console.log("returned early");
    return {};
  },
  [Symbol.iterator]() {
    return this;
  },
};
for (const n of iterator) if (n === 1) break;
try {
  +Symbol("no");
} catch (error) {
  console.log(error.message);
}
