type Operator = "=" | "<" | ">" | "LIKE";
interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
}

class QueryBuilder<Columns extends string, Selected extends Columns = never> {
  private selected: string[] = [];
  private conditions: string[] = [];
  private values: unknown[] = [];
  private order: string | null = null;

  constructor(private readonly table: string) {}

  select<C extends Columns>(...columns: C[]): QueryBuilder<Columns, Selected | C> {
    this.selected.push(...columns);
    return this as unknown as QueryBuilder<Columns, Selected | C>;
  }
  where(column: Columns, operator: Operator, value: unknown): this {
    this.values.push(value);
    this.conditions.push(`${column} ${operator} $${this.values.length}`);
    return this;
  }
  orderBy(column: Selected, direction: "asc" | "desc" = "asc"): this {
    this.order = `${column} ${direction.toUpperCase()}`;
    return this;
  }
  build(): Query {
    const text = [
      `SELECT ${this.selected.join(", ") || "*"}`,
      `FROM ${this.table}`,
      this.conditions.length > 0 && `WHERE ${this.conditions.join(" AND ")}`,
      this.order && `ORDER BY ${this.order}`,
    ]
      .filter(Boolean)
      .join(" ");
    return { text, values: this.values };
  }
}

type UserColumns = "id" | "name" | "age";
const query = new QueryBuilder<UserColumns>("users")
  .select("name", "age")
  .where("age", ">", 18)
  .where("name", "LIKE", "A%")
  .orderBy("age", "desc")
  .build();
console.log(query.text);
console.log(query.values);
console.log(new QueryBuilder<"x">("t").build());
