interface Collection<T> extends Iterable<T> {
  readonly size: number;
  push(item: T): this;
  pop(): T | undefined;
}

class Stack<T> implements Collection<T> {
  private items: T[] = [];

  static of<U>(...items: U[]): Stack<U> {
    const stack = new Stack<U>();
    for (const item of items) stack.push(item);
    return stack;
  }
  get size(): number {
    return this.items.length;
  }
  push(item: T): this {
    this.items.push(item);
    return this;
  }
  pop(): T | undefined {
    return this.items.pop();
  }
  map<U>(transform: (item: T, index: number) => U): Stack<U> {
    return Stack.of(...this.items.map(transform));
  }
  *[Symbol.iterator](): Iterator<T> {
    for (let index = this.items.length - 1; index >= 0; index--) yield this.items[index]!;
  }
}

function drain<T>(collection: Collection<T>): T[] {
  const drained: T[] = [];
  for (let item = collection.pop(); item !== undefined; item = collection.pop()) drained.push(item);
  return drained;
}

const numbers = Stack.of(1, 2, 3);
const words: Stack<string> = numbers.map((n, index) => `${index}:${"x".repeat(n)}`);
console.log([...numbers], [...words], words.size);
console.log(drain(words.push("last")), words.size, numbers.pop());
console.log(new Stack<boolean>().pop(), words);

type Comparator<T> = (a: T, b: T) => number;
const compareBy =
  <T, K extends keyof T>(key: K, compare: Comparator<T[K]>): Comparator<T> =>
  (a, b) =>
    compare(a[key], b[key]);
const people = [
  { name: "Cleo", age: 41 },
  { name: "Abe", age: 25 },
];
console.log(people.sort(compareBy("age", (a, b) => a - b)).map(({ name }) => name));
