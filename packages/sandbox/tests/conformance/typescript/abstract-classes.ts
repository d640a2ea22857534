abstract class Employee {
  private static count = 0;
  readonly id: number;
  protected abstract readonly monthlySalary: number;

  constructor(
    public readonly name: string,
    protected readonly startYear: number = 2020,
    private secret?: string,
  ) {
    this.id = ++Employee.count;
  }
  abstract describe(): string;
  yearlySalary(): number {
    return this.monthlySalary * 12 + this.bonus();
  }
  protected bonus(): number {
    return 0;
  }
  hasSecret(): boolean {
    return this.secret !== undefined;
  }
  static get headcount(): number {
    return Employee.count;
  }
}

class Engineer extends Employee {
  protected readonly monthlySalary = 5000;
  constructor(
    name: string,
    public level: 1 | 2 | 3,
  ) {
    super(name, 2018, "badge");
  }
  override describe(): string {
    return `${this.name}, engineer ${"I".repeat(this.level)} since ${this.startYear}`;
  }
  protected override bonus(): number {
    return this.level * 1000;
  }
}

class Manager extends Employee {
  protected readonly monthlySalary = 7000;
  readonly reports: Employee[] = [];
  manage(...reports: Employee[]): this {
    this.reports.push(...reports);
    return this;
  }
  override describe(): string {
    return `${this.name}, manages ${this.reports.map(({ name }) => name).join(" and ") || "nobody"}`;
  }
}

const ada = new Engineer("Ada", 3);
const staff: Employee[] = [
  ada,
  new Engineer("Bob", 1),
  new Manager("Cy").manage(ada),
  new Manager("Di", 1999),
];
for (const person of staff) {
  console.log(person.id, person.describe(), person.yearlySalary(), person.hasSecret());
}
console.log(
  Employee.headcount,
  staff.filter((person) => person instanceof Manager).length,
  staff[0],
);
