type Align = "left" | "right" | "center";
interface Column<Row> {
  title: string;
  value: (row: Row) => string | number;
  align?: Align;
}

function pad(text: string, width: number, align: Align = "left"): string {
  const missing = width - [...text].length;
  if (align === "right") return " ".repeat(missing) + text;
  if (align === "center")
    return " ".repeat(missing >> 1) + text + " ".repeat(missing - (missing >> 1));
  return text + " ".repeat(missing);
}

function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ value }) => String(value(row))));
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...cells.map((row) => [...row[i]!].length)),
  );
  const line = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
  const render = (row: readonly string[], aligns: readonly (Align | undefined)[]): string =>
    `│${row.map((cell, i) => ` ${pad(cell, widths[i]!, aligns[i])} `).join("│")}│`;
  return [
    line("┌", "┬", "┐"),
    render(
      columns.map(({ title }) => title),
      columns.map(() => "center" as const),
    ),
    line("├", "┼", "┤"),
    ...cells.map((row) =>
      render(
        row,
        columns.map(({ align }) => align),
      ),
    ),
    line("└", "┴", "┘"),
  ].join("\n");
}

const planets = [
  { name: "Mercury", radius: 2439.7, moons: 0 },
  { name: "Earth", radius: 6371, moons: 1 },
  { name: "Júpiter", radius: 69911, moons: 95 },
];
console.log(
  table(planets, [
    { title: "Planet", value: ({ name }) => name },
    { title: "Radius (km)", value: ({ radius }) => radius.toLocaleString("en-US"), align: "right" },
    { title: "Moons", value: (planet) => planet.moons, align: "center" },
  ]),
);

function wrap(text: string, width: number): string[] {
  return text.split(" ").reduce<string[]>(
    (lines, word) => {
      const last = lines.at(-1)!;
      if (last.length + word.length + 1 > width && last) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
      return lines;
    },
    [""],
  );
}
console.log(
  wrap(
    "It is a truth universally acknowledged, that a single man in possession of a good fortune",
    28,
  ).join("\n"),
);
