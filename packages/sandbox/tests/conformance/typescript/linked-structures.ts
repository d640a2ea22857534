class DoublyLinkedList<T> implements Iterable<T> {
  private head: Node<T> | null = null;
  private tail: Node<T> | null = null;
  private count = 0;

  get length(): number {
    return this.count;
  }
  append(value: T): Node<T> {
    const node: Node<T> = { value, previous: this.tail, next: null };
    if (this.tail) this.tail.next = node;
    else this.head = node;
    this.tail = node;
    this.count++;
    return node;
  }
  remove(node: Node<T>): T {
    if (node.previous) node.previous.next = node.next;
    else this.head = node.next;
    if (node.next) node.next.previous = node.previous;
    else this.tail = node.previous;
    this.count--;
    return node.value;
  }
  shift(): T | undefined {
    return this.head ? this.remove(this.head) : undefined;
  }
  *[Symbol.iterator](): Iterator<T> {
    for (let node = this.head; node; node = node.next) yield node.value;
  }
  *backwards(): Generator<T> {
    for (let node = this.tail; node; node = node.previous) yield node.value;
  }
}
interface Node<T> {
  value: T;
  previous: Node<T> | null;
  next: Node<T> | null;
}

class LeastRecentlyUsed<K, V> {
  private readonly order = new DoublyLinkedList<K>();
  private readonly entries = new Map<K, { value: V; node: Node<K> }>();
  constructor(private readonly capacity: number) {}
  get(key: K): V | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.order.remove(entry.node);
    entry.node = this.order.append(key);
    return entry.value;
  }
  set(key: K, value: V): K | undefined {
    const existing = this.entries.get(key);
    if (existing) this.order.remove(existing.node);
    this.entries.set(key, { value, node: this.order.append(key) });
    if (this.order.length <= this.capacity) return undefined;
    const evicted = this.order.shift()!;
    this.entries.delete(evicted);
    return evicted;
  }
  keys(): K[] {
    return [...this.order];
  }
}

const list = new DoublyLinkedList<string>();
const [, b] = ["a", "b", "c"].map((letter) => list.append(letter));
console.log(
  [...list],
  [...list.backwards()],
  list.remove(b!),
  [...list],
  list.length,
  list.shift(),
  list.shift(),
  list.shift(),
);
const cache = new LeastRecentlyUsed<string, number>(2);
console.log(
  cache.set("x", 1),
  cache.set("y", 2),
  cache.get("x"),
  cache.set("z", 3),
  cache.get("y"),
  cache.keys(),
);
