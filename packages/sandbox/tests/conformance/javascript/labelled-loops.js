// Finds the first pair of rows and columns that satisfies a condition, in several loop styles.
const grid = [
  [4, 8, 15],
  [16, 23, 42],
  [7, 11, 13],
];
search: for (let row = 0; row < grid.length; row++) {
  for (let column = 0; column < grid[row].length; column++) {
    if (grid[row][column] % 23 === 0) {
      console.log("found at", row, column);
      break search;
    }
    if (grid[row][column] % 8 === 0) continue search;
    console.log("looked at", grid[row][column]);
  }
}

primes: for (let n = 2; n < 30; n++) {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) continue primes;
  process.stdout.write(`${n} `);
}
process.stdout.write("\n");

block: {
  if (grid.length === 3) break block;
  console.log("not reached");
}

let countdown = 3;
do {
  console.log(countdown);
} while (--countdown);

const handlers = [];
for (let i = 0; i < 3; i++) handlers.push(() => i);
for (var j = 0; j < 3; j++) handlers.push(() => j);
console.log(handlers.map((handler) => handler()));

for (const key in Object.create(
  { inherited: 1 },
  { own: { enumerable: true, value: 2 }, hidden: { value: 3 } },
)) {
  console.log(key);
}
for (const [index, letter] of [..."héé"].entries()) console.log(index, letter);

function classify(value) {
  switch (true) {
    case value === undefined:
    case value === null:
      return "nothing";
    case typeof value === "number" && value > 10:
      return "large";
    default:
      return "other";
    case value === 7:
      return "lucky";
  }
}
console.log([null, 11, 7, "x"].map(classify));
const finallyWins = () => {
  for (const n of [1, 2]) {
    try {
      return `return ${n}`;
    } finally {
      if (n === 1) continue;
    }
  }
};
console.log(finallyWins());
