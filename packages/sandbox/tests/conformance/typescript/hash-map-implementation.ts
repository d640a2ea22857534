class HashMap<K, V> implements Iterable<readonly [K, V]> {
  private buckets: [K, V][][];
  private count = 0;
  constructor(
    private readonly hash: (key: K) => number,
    private readonly equals: (a: K, b: K) => boolean = Object.is,
    capacity = 4,
  ) {
    this.buckets = Array.from({ length: capacity }, () => []);
  }
  private bucket(key: K): [K, V][] {
    return this.buckets[(this.hash(key) >>> 0) % this.buckets.length]!;
  }
  set(key: K, value: V): this {
    const bucket = this.bucket(key);
    const entry = bucket.find(([existing]) => this.equals(existing, key));
    if (entry) entry[1] = value;
    else {
      bucket.push([key, value]);
      if (++this.count > this.buckets.length * 0.75) this.grow();
    }
    return this;
  }
  get(key: K): V | undefined {
    return this.bucket(key).find(([existing]) => this.equals(existing, key))?.[1];
  }
  delete(key: K): boolean {
    const bucket = this.bucket(key);
    const index = bucket.findIndex(([existing]) => this.equals(existing, key));
    if (index < 0) return false;
    bucket.splice(index, 1);
    this.count--;
    return true;
  }
  private grow(): void {
    const entries = [...this];
    this.buckets = Array.from({ length: this.buckets.length * 2 }, () => []);
    this.count = 0;
    for (const [key, value] of entries) this.set(key, value);
  }
  get size(): number {
    return this.count;
  }
  get capacity(): number {
    return this.buckets.length;
  }
  *[Symbol.iterator](): Generator<readonly [K, V], void, undefined> {
    for (const bucket of this.buckets) yield* bucket;
  }
}

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
};
const words = new HashMap<string, number>(fnv1a);
for (const word of "to be or not to be that is the question".split(" "))
  words.set(word, (words.get(word) ?? 0) + 1);
console.log(
  words.size,
  words.capacity,
  words.get("be"),
  words.get("nope"),
  words.delete("or"),
  words.delete("or"),
  words.size,
);
console.log(
  [...words]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([word, n]) => `${word}:${n}`)
    .join(" "),
);
type Point = { x: number; y: number };
const points = new HashMap<Point, string>(
  ({ x, y }) => x * 31 + y,
  (a, b) => a.x === b.x && a.y === b.y,
);
points.set({ x: 1, y: 2 }, "first").set({ x: 1, y: 2 }, "second").set({ x: 0, y: 33 }, "collides");
console.log(points.size, points.get({ x: 1, y: 2 }), points.get({ x: 0, y: 33 }));
console.log(fnv1a("hello").toString(16), (fnv1a("") >>> 0).toString(16));
