class LinkedList {
  static from(iterable) {
    const list = new this();
    for (const item of iterable) list.push(item);
    return list;
  }
  head = null;
  length = 0;
  push(value) {
    const node = { value, next: null };
    if (!this.head) this.head = node;
    else {
      let last = this.head;
      while (last.next) last = last.next;
      last.next = node;
    }
    this.length++;
    return this;
  }
  reverse() {
    let previous = null;
    for (let node = this.head; node;) {
      [node.next, previous, node] = [previous, node, node.next];
    }
    this.head = previous;
    return this;
  }
  *[Symbol.iterator]() {
    for (let node = this.head; node; node = node.next) yield node.value;
  }
  hasCycle() {
    let slow = this.head;
    let fast = this.head;
    while (fast?.next) {
      slow = slow.next;
      fast = fast.next.next;
      if (slow === fast) return true;
    }
    return false;
  }
  toString() {
    return `[${[...this].join(" -> ")}]`;
  }
}
class Stack extends LinkedList {
  pop() {
    if (!this.head) throw new RangeError("empty");
    const values = [...this];
    this.head = null;
    this.length = 0;
    values.slice(0, -1).forEach((value) => this.push(value));
    return values.at(-1);
  }
}

const list = LinkedList.from("abcd");
console.log(`${list}`, String(list.reverse()), list.length);
console.log(LinkedList.from([1, 2]));
console.log(
  JSON.stringify(LinkedList.from([1, 2])),
  [...list].map((c) => c.toUpperCase()),
);
const stack = Stack.from([1, 2, 3]);
console.log(
  stack.pop(),
  stack.pop(),
  stack.length,
  stack instanceof LinkedList,
  stack.constructor.name,
);
list.head.next.next = list.head;
console.log(list.hasCycle(), stack.hasCycle());
console.log(list);
try {
  new Stack().pop();
} catch (error) {
  console.log(`${error}`);
}
