type Category = "tool" | "toy" | "book";
interface Item {
  sku: string;
  category: Category;
  price: number;
  stock: number;
}
const raw = `
A1;tool;12.50;4
B7;toy;3;120
C2;book;19.99;0
D4;toy;7.25;8
E9;gadget;1;1
`;
const isCategory = (text: string): text is Category => ["tool", "toy", "book"].includes(text);

const { items, errors } = raw
  .trim()
  .split("\n")
  .reduce<{ items: Item[]; errors: string[] }>(
    (result, line) => {
      const [sku = "", category = "", price, stock] = line.split(";");
      if (isCategory(category))
        result.items.push({ sku, category, price: Number(price), stock: Number(stock) });
      else result.errors.push(`${sku}: unknown category ${category}`);
      return result;
    },
    { items: [], errors: [] },
  );

const summary = new Map<Category, { count: number; value: number }>();
for (const { category, price, stock } of items) {
  const entry = summary.get(category) ?? { count: 0, value: 0 };
  summary.set(category, { count: entry.count + stock, value: entry.value + price * stock });
}
console.table(Object.fromEntries(summary));
console.log(
  errors,
  items.some(({ stock }) => stock === 0),
  items.every(({ price }) => price > 0),
);
const cheapest = items
  .filter(({ stock }) => stock)
  .toSorted((a, b) => a.price - b.price)
  .at(0);
console.log(
  cheapest,
  items.findIndex(({ sku }) => sku === "D4"),
  items.findLast(({ category }) => category === "toy")?.sku,
);
const [tools, rest] = items.reduce<[Item[], Item[]]>(
  ([yes, no], item) => (item.category === "tool" ? [[...yes, item], no] : [yes, [...no, item]]),
  [[], []],
);
console.log(
  tools.length,
  rest.length,
  Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(
    items.reduce((s, i) => s + i.price * i.stock, 0),
  ),
);
