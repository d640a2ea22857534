type Fn<A, B> = (input: A) => B;
function pipe<A, B>(ab: Fn<A, B>): Fn<A, B>;
function pipe<A, B, C>(ab: Fn<A, B>, bc: Fn<B, C>): Fn<A, C>;
function pipe<A, B, C, D>(ab: Fn<A, B>, bc: Fn<B, C>, cd: Fn<C, D>): Fn<A, D>;
function pipe(...fns: Fn<any, any>[]): Fn<any, any> {
  return (input) => fns.reduce((value, fn) => fn(value), input);
}

class Maybe<T> {
  private constructor(private readonly value: T | null | undefined) {}
  static of<T>(value: T | null | undefined): Maybe<T> {
    return new Maybe(value);
  }
  map<U>(fn: (value: T) => U | null | undefined): Maybe<U> {
    return new Maybe(this.value == null ? null : fn(this.value));
  }
  orElse(fallback: T): T {
    return this.value ?? fallback;
  }
}

const words = pipe(
  (text: string) => text.trim().split(/\s+/),
  (list) => list.map((word) => word[0]!.toUpperCase() + word.slice(1)),
  (list) => list.join(" "),
);
console.log(words("  the quick   brown fox "));

const env: Record<string, string> = { PORT: "8080", NAME: "" };
const port = Maybe.of(env["PORT"])
  .map(Number)
  .map((n) => (Number.isNaN(n) ? null : n))
  .orElse(80);
console.log(
  port,
  Maybe.of(env["HOST"])
    .map((host) => host.length)
    .orElse(-1),
  Maybe.of(env["NAME"]).orElse("x"),
);

type Curried<A extends unknown[], R> = A extends [infer First, ...infer Rest]
  ? (first: First) => Curried<Rest, R>
  : R;
function curry<A extends unknown[], R>(
  fn: (...args: A) => R,
  collected: unknown[] = [],
): Curried<A, R> {
  return (
    collected.length >= fn.length
      ? fn(...(collected as A))
      : (next: unknown) => curry(fn, [...collected, next])
  ) as Curried<A, R>;
}
const volume = curry((a: number, b: number, c: number) => a * b * c);
const area = volume(1);
console.log(area(2)(3), volume(2)(2)(2));
const groupBy = <T, K extends PropertyKey>(items: readonly T[], by: (item: T) => K) =>
  items.reduce(
    (groups, item) => {
      (groups[by(item)] ??= []).push(item);
      return groups;
    },
    {} as Record<K, T[]>,
  );
console.log(groupBy([1, 2, 3, 4, 5], (n) => (n % 2 ? "odd" : "even")));
