const union = (a, b) => new Set([...a, ...b]);
const intersection = (a, b) => new Set([...a].filter((x) => b.has(x)));
const difference = (a, b) => new Set([...a].filter((x) => !b.has(x)));
const a = new Set([1, 2, 3, 4]);
const b = new Set([3, 4, 5]);
console.log(union(a, b), intersection(a, b), difference(a, b));

class DefaultMap extends Map {
  constructor(create, entries) {
    super(entries);
    this.create = create;
  }
  get(key) {
    if (!this.has(key)) this.set(key, this.create(key));
    return super.get(key);
  }
}
const index = new DefaultMap(() => []);
for (const word of "the quick brown fox jumps over the lazy dog then quits".split(" "))
  index.get(word[0]).push(word);
console.log([...index.entries()].filter(([, words]) => words.length > 1));

const keys = new Map([
  [NaN, "nan"],
  [0, "zero"],
  ["0", "text"],
  [{}, "object"],
]);
console.log(keys.get(NaN), keys.get(-0), keys.get("0"), keys.get({}), keys.size);
const order = new Map([["x", 1]]);
order.set("y", 2).set("x", 3).delete("y");
order.set("y", 4);
console.log(order, [...order.keys()], Object.fromEntries(order));
for (const [key] of order) if (order.size < 5) order.set(key + key, 0);
console.log([...order.keys()]);

class MultiSet {
  #counts = new Map();
  add(item, times = 1) {
    this.#counts.set(item, (this.#counts.get(item) ?? 0) + times);
    return this;
  }
  mostCommon(n) {
    return [...this.#counts].sort((x, y) => y[1] - x[1]).slice(0, n);
  }
}
const letters = new MultiSet();
for (const letter of "mississippi") letters.add(letter);
console.log(letters.mostCommon(2), new Set("mississippi").size, [...new Set([3, 1, 3, 2])]);
const matrix = [
  [1, 2, 3],
  [4, 5, 6],
];
console.log(
  matrix[0].map((_, i) => matrix.map((row) => row[i])),
  matrix.flat().toSpliced(1, 2),
  [..."ab"].entries().next(),
);
console.log(
  [3, 1, 2].toSorted(),
  [1, 2, 3].with(1, 9),
  [1, 2, 3, 4, 5].copyWithin(0, 3),
  [, 1].length,
  2 in [1, 2],
);
console.log(
  Array.isArray([]),
  [1, [2, [3]]].toString(),
  [undefined, null].join("-"),
  [..."aab"].lastIndexOf("a"),
  Array.of(7).length,
);
