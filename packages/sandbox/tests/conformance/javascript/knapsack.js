const items = [
  { name: "map", weight: 9, value: 150 },
  { name: "compass", weight: 13, value: 35 },
  { name: "water", weight: 153, value: 200 },
  { name: "sandwich", weight: 50, value: 160 },
  { name: "glucose", weight: 15, value: 60 },
  { name: "tin", weight: 68, value: 45 },
  { name: "banana", weight: 27, value: 60 },
  { name: "apple", weight: 39, value: 40 },
  { name: "cheese", weight: 23, value: 30 },
  { name: "beer", weight: 52, value: 10 },
  { name: "sunscreen", weight: 11, value: 70 },
  { name: "camera", weight: 32, value: 30 },
];

function pack(items, capacity) {
  const best = Array.from({ length: items.length + 1 }, () => new Uint32Array(capacity + 1));
  items.forEach(({ weight, value }, index) => {
    for (let room = 0; room <= capacity; room++) {
      const without = best[index][room];
      const withIt = room >= weight ? best[index][room - weight] + value : 0;
      best[index + 1][room] = Math.max(without, withIt);
    }
  });
  const chosen = [];
  let room = capacity;
  for (let index = items.length; index > 0; index--) {
    if (best[index][room] !== best[index - 1][room]) {
      chosen.unshift(items[index - 1]);
      room -= items[index - 1].weight;
    }
  }
  return chosen;
}

for (const capacity of [50, 100, 250]) {
  const chosen = pack(items, capacity);
  const total = (key) => chosen.reduce((sum, item) => sum + item[key], 0);
  console.log(capacity, chosen.map(({ name }) => name).join(", "));
  console.log(`  weight ${total("weight")}, value ${total("value")}`);
}

// The fewest coins for an amount, and in how many ways it can be paid.
const coins = [1, 2, 5, 10, 20, 50];
const fewest = [0];
const ways = [1];
for (let amount = 1; amount <= 100; amount++) {
  fewest[amount] = 1 + Math.min(...coins.map((coin) => fewest[amount - coin] ?? Infinity));
}
for (const coin of coins) {
  for (let amount = coin; amount <= 100; amount++)
    ways[amount] = (ways[amount] ?? 0) + ways[amount - coin];
}
console.log(fewest[88], fewest[99], ways[100]);
