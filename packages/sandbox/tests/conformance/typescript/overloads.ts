function format(value: number, digits?: number): string;
function format(value: Date): string;
function format(value: string[], separator: string): string;
function format(value: number | Date | string[], option?: number | string): string {
  if (typeof value === "number") return value.toFixed(typeof option === "number" ? option : 2);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return value.join(option as string);
}
console.log(format(3.14159), format(2, 0), format(new Date(0)), format(["a", "b"], "+"));

class Store {
  private readonly data = new Map<string, unknown>();
  set(key: string, value: unknown): this;
  set(entries: Record<string, unknown>): this;
  set(first: string | Record<string, unknown>, value?: unknown): this {
    if (typeof first === "string") this.data.set(first, value);
    else for (const [key, each] of Object.entries(first)) this.data.set(key, each);
    return this;
  }
  get<T>(key: string): T | undefined;
  get<T>(key: string, fallback: T): T;
  get<T>(key: string, fallback?: T): T | undefined {
    return this.data.has(key) ? (this.data.get(key) as T) : fallback;
  }
}
const store = new Store().set("one", 1).set({ two: 2, three: [3] });
console.log(
  store.get<number>("one"),
  store.get<number[]>("three"),
  store.get("four", "none"),
  store.get("five"),
);

type Callable = { (text: string): string; calls: number; reset(): void };
const shout = Object.assign((text: string) => (shout.calls++, text.toUpperCase()), {
  calls: 0,
  reset() {
    shout.calls = 0;
  },
}) as Callable;
shout("a");
console.log(shout("hey"), shout.calls);
shout.reset();
console.log(shout.calls);

function sum(this: { base: number }, ...numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, this.base);
}
console.log(sum.call({ base: 10 }, 1, 2), sum.bind({ base: 1 })(), sum.apply({ base: 0 }, [4, 5]));
const tuple = <const T extends readonly unknown[]>(...items: T): T => items;
const [head, ...tail]: readonly [string, ...number[]] = tuple("x", 1, 2);
console.log(head, tail, tuple().length);
const optional = (a: number, b?: number, ...rest: string[]): string => `${a} ${b} ${rest}`;
console.log(optional(1), optional(1, undefined, "p", "q"), optional.length);
