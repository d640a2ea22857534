class Random {
  constructor(private seed: number) {}
  next(): number {
    this.seed |= 0;
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }
  pick<T>(items: readonly T[], weights: readonly number[] = items.map(() => 1)): T {
    let roll = this.next() * weights.reduce((a, b) => a + b, 0);
    const index = weights.findIndex((weight) => (roll -= weight) < 0);
    return items[index]!;
  }
}

const random = new Random(12345);
const suits = ["♠", "♥", "♦", "♣"] as const;
const ranks = [..."23456789TJQKA"];
const deck = random.shuffle(suits.flatMap((suit) => ranks.map((rank) => rank + suit)));
const hands = Array.from({ length: 3 }, (_, player) =>
  deck.filter((_, i) => i % 3 === player).slice(0, 5),
);
hands.forEach((hand, i) => console.log(`player ${i + 1}:`, hand.join(" ")));
console.log(new Set(deck).size, Array.from({ length: 10 }, () => random.between(1, 6)).join(" "));

const tally: Record<string, number> = {};
for (let i = 0; i < 10_000; i++) {
  const outcome = random.pick(["win", "draw", "loss"], [1, 2, 7]);
  tally[outcome] = (tally[outcome] ?? 0) + 1;
}
console.log(
  Object.fromEntries(Object.entries(tally).map(([key, n]) => [key, Math.round(n / 1000)])),
);
let inside = 0;
for (let i = 0; i < 20_000; i++) if (random.next() ** 2 + random.next() ** 2 < 1) inside++;
console.log(Math.abs((inside / 20_000) * 4 - Math.PI) < 0.05);
