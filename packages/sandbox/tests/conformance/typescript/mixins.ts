type Constructor<T = object> = new (...args: any[]) => T;

function Timestamped<Base extends Constructor>(base: Base) {
  return class extends base {
    readonly createdAt = new Date(Date.UTC(2024, 0, 1));
    age(now: Date): number {
      return (now.getTime() - this.createdAt.getTime()) / 86_400_000;
    }
  };
}
function Tagged<Base extends Constructor<{ name: string }>>(base: Base) {
  abstract class TaggedClass extends base {
    readonly #tags = new Set<string>();
    tag(...tags: string[]): this {
      tags.forEach((tag) => this.#tags.add(tag));
      return this;
    }
    get label(): string {
      return `${this.name} [${[...this.#tags].sort().join(", ")}]`;
    }
  }
  return TaggedClass as unknown as Base &
    Constructor<{ tag(...tags: string[]): any; readonly label: string }>;
}

class Document {
  constructor(public name: string) {}
}
class Report extends Timestamped(Tagged(Document)) {
  override get label(): string {
    return `Report: ${super.label}`;
  }
}

const report = new Report("Sales");
report.tag("q1", "draft", "q1");
console.log(report.label, report.age(new Date("2024-03-01")), report instanceof Document);
console.log(Object.keys(report), Object.getPrototypeOf(Report).name === "", Report.length);

interface Sized {
  readonly size: number;
}
interface Named {
  readonly name: string;
}
const describe = (thing: Sized & Partial<Named>): string =>
  `${thing.name ?? "unnamed"} (${thing.size})`;
console.log(
  describe(new Set([1, 2])),
  describe({ name: "box", size: 3 }),
  describe(new Map() as Sized & Named),
);
