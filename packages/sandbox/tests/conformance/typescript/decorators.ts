type Method = (this: any, ...args: any[]) => any;

function logged<T extends Method>(method: T, context: ClassMethodDecoratorContext): T {
  const name = String(context.name);
  return function (this: unknown, ...args: unknown[]) {
    const result = method.apply(this, args);
    console.log(`${name}(${args.join(", ")}) = ${result}`);
    return result;
  } as T;
}

function memoized<T extends Method>(method: T, _context: ClassMethodDecoratorContext): T {
  const cache = new Map<string, unknown>();
  return function (this: unknown, ...args: unknown[]) {
    const key = JSON.stringify(args);
    if (!cache.has(key)) cache.set(key, method.apply(this, args));
    return cache.get(key);
  } as T;
}

function range(min: number, max: number) {
  return function <This>(_target: undefined, context: ClassFieldDecoratorContext<This, number>) {
    return (initial: number): number => {
      console.log(`checking ${String(context.name)}`);
      if (initial < min || initial > max)
        throw new RangeError(`${String(context.name)} must be ${min} to ${max}`);
      return initial;
    };
  };
}

const registry: string[] = [];
function registered(
  _target: abstract new (...args: any[]) => unknown,
  context: ClassDecoratorContext,
): void {
  registry.push(context.name ?? "anonymous");
}

function bound(_method: Method, context: ClassMethodDecoratorContext): void {
  context.addInitializer(function (this: any) {
    this[context.name] = this[context.name].bind(this);
  });
}

@registered
class Calculator {
  @range(0, 10) precision = 2;
  private calls = 0;

  @logged
  add(a: number, b: number): number {
    return a + b;
  }
  @logged
  @memoized
  slow(n: number): number {
    this.calls++;
    return n * n;
  }
  @bound
  report(): string {
    return `${this.calls} calls, precision ${this.precision}`;
  }
}

@registered
class Broken {
  @range(0, 1) ratio = 7;
}

const calculator = new Calculator();
calculator.add(1, 2);
calculator.slow(4);
calculator.slow(4);
const { report } = calculator;
console.log(report(), registry);
try {
  new Broken();
} catch (error) {
  console.log(`${error}`);
}
