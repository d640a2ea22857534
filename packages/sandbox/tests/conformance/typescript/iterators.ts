class Range implements Iterable<number> {
  constructor(
    private readonly start: number,
    private readonly end: number,
    private readonly step = 1,
  ) {}
  [Symbol.iterator](): Iterator<number> {
    let current = this.start;
    return {
      next: (): IteratorResult<number> => {
        if (current >= this.end) return { done: true, value: undefined };
        const value = current;
        current += this.step;
        return { done: false, value };
      },
    };
  }
}

function* map<T, U>(source: Iterable<T>, transform: (item: T) => U): Generator<U> {
  for (const item of source) yield transform(item);
}
function* zip<A, B>(left: Iterable<A>, right: Iterable<B>): Generator<[A, B]> {
  const others = right[Symbol.iterator]();
  for (const item of left) {
    const other = others.next();
    if (other.done) return;
    yield [item, other.value];
  }
}
function* walk<T extends { children?: T[] }>(node: T, depth = 0): Generator<[T, number]> {
  yield [node, depth];
  for (const child of node.children ?? []) yield* walk(child, depth + 1);
}
function* accumulator(): Generator<number, string, number | undefined> {
  let total = 0;
  for (;;) {
    const next = yield total;
    if (next === undefined) return `total ${total}`;
    total += next;
  }
}

console.log([...new Range(0, 10, 4)], Math.max(...new Range(1, 4)), [
  ...map(new Range(1, 4), (n) => "*".repeat(n)),
]);
console.log([...zip("abc", new Range(1, 100))], Object.fromEntries(zip(["x", "y"], [true, false])));
interface Folder {
  name: string;
  children?: Folder[];
}
const root: Folder = {
  name: "/",
  children: [{ name: "etc" }, { name: "usr", children: [{ name: "bin" }] }],
};
for (const [{ name }, depth] of walk(root)) console.log("  ".repeat(depth) + name);
const sum = accumulator();
console.log(sum.next(), sum.next(5), sum.next(7), sum.next(undefined), sum.next());

async function* ticks(count: number): AsyncGenerator<number, void, void> {
  for (let n = 0; n < count; n++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield n;
  }
}
const collect = async <T>(source: AsyncIterable<T> | Iterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};
void collect(ticks(3)).then(async (items) => console.log(items, await collect(new Set(["s"]))));
