const [year = "2024", month = "2"] = process.argv.slice(2);

function calendar(year, month) {
  const title = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
  const first = new Date(Date.UTC(year, month - 1, 1));
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const offset = (first.getUTCDay() + 6) % 7;
  const cells = [...Array(offset).fill(""), ...Array.from({ length: days }, (_, i) => i + 1)];
  const width = 20;
  const name = title.format(first);
  const lines = [name.padStart((width + name.length) >> 1), "Mo Tu We Th Fr Sa Su"];
  for (let i = 0; i < cells.length; i += 7) {
    lines.push(
      cells
        .slice(i, i + 7)
        .map((cell) => String(cell).padStart(2))
        .join(" "),
    );
  }
  return lines.join("\n");
}

const months = month.includes("-")
  ? Array.from(
      { length: month.split("-")[1] - parseInt(month, 10) + 1 },
      (_, i) => parseInt(month, 10) + i,
    )
  : [Number(month)];
for (const each of months) console.log(calendar(Number(year), each));
console.log(process.argv.length);
