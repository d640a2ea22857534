interface Identified {
  readonly id: string | number;
}
class Repository<T extends Identified, K extends T["id"] = T["id"]> {
  private readonly items = new Map<K, T>();
  save<U extends T>(item: U): U {
    this.items.set(item.id as K, item);
    return item;
  }
  find(id: K): T | undefined {
    return this.items.get(id);
  }
  sortedBy<F extends { [P in keyof T]: T[P] extends string | number ? P : never }[keyof T]>(
    field: F,
  ): T[] {
    return [...this.items.values()].sort((a, b) =>
      a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0,
    );
  }
}
interface Product extends Identified {
  id: `p${number}`;
  name: string;
  price: number;
}
const products = new Repository<Product>();
products.save({ id: "p1", name: "Pear", price: 3 });
const special = products.save({ id: "p2", name: "Apple", price: 5, discount: 0.5 });
console.log(
  products.find("p1")?.name,
  special.discount,
  products.sortedBy("name").map(({ id }) => id),
  products.sortedBy("price")[0]?.name,
);

function longest<T extends { length: number }>(first: T, ...others: T[]): T {
  return others.reduce((best, item) => (item.length > best.length ? item : best), first);
}
console.log(
  longest("a", "ccc", "bb"),
  longest([1], [2, 3]),
  longest<{ length: number; tag?: string }>({ length: 1 }, { length: 9, tag: "big" }),
);
function keysOf<T extends object>(object: T): (keyof T & string)[] {
  return Object.keys(object) as (keyof T & string)[];
}
const invert = <K extends string, V extends string | number>(object: Record<K, V>): Record<V, K> =>
  Object.fromEntries(keysOf(object).map((key) => [object[key], key])) as Record<V, K>;
console.log(invert({ a: "x", b: "y" }), keysOf({ p: 1, q: 2 }));
abstract class Model {
  static create<M extends Model>(this: new () => M, values: Partial<M>): M {
    return Object.assign(new this(), values);
  }
}
class Car extends Model {
  wheels = 4;
  brand = "?";
}
const car = Car.create({ brand: "Citroën" });
console.log(car, car instanceof Model, Car.create({}).wheels);
function assertDefined<T>(value: T): asserts value is NonNullable<T> {
  if (value == null) throw new TypeError("not defined");
}
const found = products.find("p2");
assertDefined(found);
console.log(found.price, ((x: unknown): x is never => false)(1));
