const { readFileSync } = require("node:fs");

function parseCsv(text, separator = ",") {
  const rows = [[]];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        field += '"';
        i++;
      } else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === separator || c === "\n") {
      rows.at(-1).push(field.trim());
      field = "";
      if (c === "\n") rows.push([]);
    } else field += c;
  }
  if (field) rows.at(-1).push(field);
  const [header, ...records] = rows.filter((row) => row.length);
  return records.map((record) =>
    Object.fromEntries(header.map((name, i) => [name, record[i] ?? ""])),
  );
}

const records = parseCsv(readFileSync(process.stdin.fd, "utf-8"));
const totals = new Map();
for (const { product, price, quantity } of records) {
  const total = totals.get(product) ?? { product, sold: 0, revenue: 0 };
  total.sold += parseInt(quantity, 10);
  total.revenue += parseFloat(price) * quantity;
  totals.set(product, total);
}
console.table([...totals.values()].sort((a, b) => b.revenue - a.revenue));
console.table([...totals.values()], ["product", "sold"]);
const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
console.log(
  "Total:",
  money.format([...totals.values()].reduce((sum, { revenue }) => sum + revenue, 0)),
);
console.log(records.at(-1));
