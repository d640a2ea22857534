type Token<T> = { readonly key: symbol; readonly type?: T };
type Lifetime = "singleton" | "transient";
const token = <T>(name: string): Token<T> => ({ key: Symbol(name) });

class Container {
  private readonly providers = new Map<
    symbol,
    { create: (container: Container) => unknown; lifetime: Lifetime }
  >();
  private readonly instances = new Map<symbol, unknown>();
  private readonly resolving: symbol[] = [];

  provide<T>(
    { key }: Token<T>,
    create: (container: Container) => T,
    lifetime: Lifetime = "singleton",
  ): this {
    this.providers.set(key, { create, lifetime });
    return this;
  }
  get<T>({ key }: Token<T>): T {
    if (this.instances.has(key)) return this.instances.get(key) as T;
    const provider = this.providers.get(key);
    if (provider === undefined) throw new Error(`nothing provides ${key.description}`);
    if (this.resolving.includes(key)) {
      throw new Error(
        `circular: ${[...this.resolving, key].map((each) => each.description).join(" > ")}`,
      );
    }
    this.resolving.push(key);
    try {
      const instance = provider.create(this) as T;
      if (provider.lifetime === "singleton") this.instances.set(key, instance);
      return instance;
    } finally {
      this.resolving.pop();
    }
  }
}

interface Clock {
  now(): Date;
}
class Greeter {
  private static made = 0;
  readonly serial = ++Greeter.made;
  constructor(
    private readonly clock: Clock,
    private readonly language: "en" | "fr",
  ) {}
  greet(name: string): string {
    const isMorning = this.clock.now().getUTCHours() < 12;
    const words = { en: ["Good morning", "Good evening"], fr: ["Bonjour", "Bonsoir"] }[
      this.language
    ];
    return `${words[isMorning ? 0 : 1]}, ${name} (${this.serial})`;
  }
}

const CLOCK = token<Clock>("clock");
const LANGUAGE = token<"en" | "fr">("language");
const GREETER = token<Greeter>("greeter");
const container = new Container()
  .provide(CLOCK, () => ({ now: () => new Date("2024-05-05T18:00:00Z") }))
  .provide(LANGUAGE, () => "fr" as const)
  .provide(GREETER, (c) => new Greeter(c.get(CLOCK), c.get(LANGUAGE)), "transient");
console.log(container.get(GREETER).greet("Ann"), "|", container.get(GREETER).greet("Bob"));
console.log(container.get(CLOCK) === container.get(CLOCK));
const [A, B] = [token<string>("a"), token<string>("b")];
container.provide(A, (c) => c.get(B)).provide(B, (c) => c.get(A));
for (const wanted of [A, token<number>("nobody")]) {
  try {
    container.get<unknown>(wanted);
  } catch (error) {
    console.log((error as Error).message);
  }
}
