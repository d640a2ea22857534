const compose =
  (...fns) =>
  (x) =>
    fns.reduceRight((value, fn) => fn(value), x);
const curry =
  (fn, ...bound) =>
  (...args) =>
    bound.length + args.length >= fn.length ? fn(...bound, ...args) : curry(fn, ...bound, ...args);
const memoize = (fn, cache = new Map()) => {
  const memoized = (...args) => {
    const key = JSON.stringify(args);
    if (!cache.has(key)) cache.set(key, fn(...args));
    return cache.get(key);
  };
  return Object.assign(memoized, { cache });
};

const add = curry((a, b, c) => a + b + c);
console.log(add(1)(2)(3), add(1, 2)(3), add(1)(2, 3));
const fib = memoize((n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)));
console.log(fib(80), fib.cache.size);
console.log(compose(Math.sqrt, Math.abs, Number)("-16"));

function debounceCounter() {
  let calls = 0;
  return {
    call: () => ++calls,
    reset() {
      calls = 0;
    },
    get total() {
      return calls;
    },
  };
}
const [one, two] = [debounceCounter(), debounceCounter()];
one.call();
one.call();
two.call();
console.log(one.total, two.total);

const permutations = ([first, ...rest]) =>
  first === undefined
    ? [[]]
    : permutations(rest).flatMap((tail) =>
        tail.concat(0).map((_, i) => [...tail.slice(0, i), first, ...tail.slice(i)]),
      );
const powerSet = (items) =>
  items.reduce((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
const cartesian = (...lists) =>
  lists.reduce((rows, list) => rows.flatMap((row) => list.map((x) => [...row, x])), [[]]);
const zip = (...lists) => lists[0].map((_, i) => lists.map((list) => list[i]));
console.log(
  permutations([1, 2, 3])
    .map((p) => p.join(""))
    .join(" "),
  powerSet(["a", "b", "c"]).length,
);
console.log(cartesian(["S", "M"], ["red", "blue"]), zip([1, 2], ["a", "b"]));

const Y = (f) => ((x) => x(x))((x) => f((y) => x(x)(y)));
console.log(Y((self) => (n) => (n === 0 ? 1 : n * self(n - 1)))(10));
const trampoline =
  (fn) =>
  (...args) => {
    let result = fn(...args);
    while (typeof result === "function") result = result();
    return result;
  };
const isEven = trampoline(function even(n) {
  return n === 0 ? true : () => (n === 1 ? false : () => even(n - 2));
});
console.log(isEven(100_001), isEven(100_000));
console.log(
  [[1, [2]], [3]].flat(Infinity),
  [1, 2, 3, 4].findLast((n) => n % 2),
  Array.from("abc", (c, i) => c + i),
);
console.log(
  [5, 1, 4].reduceRight((list, n) => [...list, n], []),
  Array(3)
    .fill()
    .map((_, i) => i ** 2),
  [1, 2, 3].includes(2),
);
