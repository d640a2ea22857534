type Compare<T> = (a: T, b: T) => number;

export class Heap<T> {
  private readonly items: T[] = [];
  constructor(
    private readonly compare: Compare<T>,
    initial: Iterable<T> = [],
  ) {
    for (const item of initial) this.push(item);
  }
  get size(): number {
    return this.items.length;
  }
  push(item: T): number {
    let index = this.items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      if (this.compare(this.items[parent]!, item) <= 0) break;
      this.items[index] = this.items[parent]!;
      index = parent;
    }
    this.items[index] = item;
    return this.size;
  }
  pop(): T | undefined {
    const top = this.items[0];
    const last = this.items.pop();
    if (this.size === 0 || last === undefined) return top;
    let index = 0;
    for (let child = 1; child < this.size; child = 2 * index + 1) {
      if (child + 1 < this.size && this.compare(this.items[child + 1]!, this.items[child]!) < 0)
        child++;
      if (this.compare(last, this.items[child]!) <= 0) break;
      this.items[index] = this.items[child]!;
      index = child;
    }
    this.items[index] = last;
    return top;
  }
  *drain(): Generator<T> {
    while (this.size > 0) yield this.pop()!;
  }
}

const byLength: Compare<string> = (a, b) => a.length - b.length || a.localeCompare(b);
console.log([...new Heap((a: number, b: number) => a - b, [5, 3, 8, 1, 9, 2]).drain()]);
console.log([...new Heap(byLength, ["kiwi", "fig", "banana", "date", "apple"]).drain()]);

function mergeSorted<T>(lists: T[][], compare: Compare<T>): T[] {
  const heap = new Heap<{ list: T[]; index: number }>((a, b) =>
    compare(a.list[a.index]!, b.list[b.index]!),
  );
  for (const list of lists) if (list.length > 0) heap.push({ list, index: 0 });
  const merged: T[] = [];
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    merged.push(next.list[next.index]!);
    if (++next.index < next.list.length) heap.push(next);
  }
  return merged;
}
console.log(
  mergeSorted([[1, 4, 7], [2, 5], [], [0, 9]], (a, b) => a - b),
  new Heap<number>(() => 0).pop(),
);
