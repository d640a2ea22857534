const registry = Symbol("registry");
declare const brand: unique symbol;
type Id = string & { [brand]?: true };

class Plugin {
  static readonly [registry]: Plugin[] = [];
  readonly #cache = new WeakMap<object, string>();
  hits = 0;
  constructor(readonly name: string) {
    Plugin[registry].push(this);
  }
  describe(target: object): string {
    const known = this.#cache.get(target);
    if (known !== undefined) {
      this.hits++;
      return known;
    }
    const text = `${this.name}:${Object.keys(target).join("+") || "empty"}`;
    this.#cache.set(target, text);
    return text;
  }
  get [Symbol.toStringTag](): string {
    return `Plugin ${this.name}`;
  }
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && "describe" in value;
  }
}
const plugin = new Plugin("keys");
const target = { a: 1, b: 2 };
console.log(plugin.describe(target), plugin.describe(target), plugin.describe({}), plugin.hits);
console.log(String(plugin), { describe() {} } instanceof Plugin, Plugin[registry].length);

const money = {
  amount: 12.5,
  currency: "EUR",
  [Symbol.toPrimitive](hint: "number" | "string" | "default"): string | number {
    return hint === "number" ? this.amount : `${this.amount} ${this.currency}`;
  },
};
console.log(`${money}`, +(money as unknown as number) * 2, money + "!");
const makeId = (text: string): Id => text as Id;
const ids: { [id: Id]: number } = { [makeId("x")]: 1 };
const metadata = new Map<symbol | string, unknown>([
  [Symbol.for("app.version"), "1.0"],
  ["plain", 2],
]);
console.log(ids, metadata.get(Symbol.for("app.version")), [...metadata.keys()].map(String));
class Temperature {
  static #count = 0;
  static make = (degrees: number) => Object.freeze({ degrees, serial: ++Temperature.#count });
}
console.log(Temperature.make(20), Temperature.make(21).serial);
