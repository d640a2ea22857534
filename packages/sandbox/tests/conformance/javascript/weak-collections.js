const secrets = new WeakMap();
class Counter {
  constructor(start = 0) {
    secrets.set(this, { count: start });
  }
  increment() {
    secrets.get(this).count++;
    return this;
  }
  get count() {
    return secrets.get(this).count;
  }
}
const counter = new Counter(5).increment().increment();
console.log(counter.count, Object.keys(counter), secrets.has(counter), secrets.has({}));

const visited = new WeakSet();
function depth(node) {
  if (node === null || typeof node !== "object" || visited.has(node)) return 0;
  visited.add(node);
  return 1 + Math.max(0, ...Object.values(node).map(depth));
}
const cyclic = { left: { leaf: {} }, right: null };
cyclic.right = cyclic;
console.log(depth(cyclic));

const memo = new WeakMap();
let computed = 0;
function area(shape) {
  if (!memo.has(shape)) {
    computed++;
    memo.set(shape, shape.width * shape.height);
  }
  return memo.get(shape);
}
const shape = { width: 3, height: 4 };
console.log(area(shape), area(shape), area({ ...shape }), computed);

const ref = new WeakRef(shape);
console.log(ref.deref() === shape, typeof FinalizationRegistry);
try {
  new WeakSet().add("text");
} catch (error) {
  console.log(error.constructor === TypeError);
}
console.log(cyclic, secrets instanceof WeakMap, String(new WeakSet()));
