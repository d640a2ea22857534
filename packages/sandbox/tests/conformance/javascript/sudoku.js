const puzzle = [
  "53..7....",
  "6..195...",
  ".98....6.",
  "8...6...3",
  "4..8.3..1",
  "7...2...6",
  ".6....28.",
  "...419..5",
  "....8..79",
];

function solve(rows) {
  const cells = rows.flatMap((row) => [...row].map((c) => (c === "." ? 0 : Number(c))));
  const used = { row: new Uint16Array(9), column: new Uint16Array(9), box: new Uint16Array(9) };
  const places = (index) => {
    const row = Math.floor(index / 9);
    const column = index % 9;
    return [row, column, Math.floor(row / 3) * 3 + Math.floor(column / 3)];
  };
  const toggle = (index, digit) => {
    const [row, column, box] = places(index);
    used.row[row] ^= 1 << digit;
    used.column[column] ^= 1 << digit;
    used.box[box] ^= 1 << digit;
  };
  cells.forEach((digit, index) => digit && toggle(index, digit));
  let tried = 0;

  const fill = () => {
    let best = null;
    for (let index = 0; index < 81; index++) {
      if (cells[index]) continue;
      const [row, column, box] = places(index);
      const taken = used.row[row] | used.column[column] | used.box[box];
      const options = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => !(taken & (1 << digit)));
      if (!best || options.length < best.options.length) best = { index, options };
    }
    if (!best) return true;
    for (const digit of best.options) {
      tried++;
      cells[best.index] = digit;
      toggle(best.index, digit);
      if (fill()) return true;
      toggle(best.index, digit);
      cells[best.index] = 0;
    }
    return false;
  };
  return { solved: fill(), tried, cells };
}

const { solved, tried, cells } = solve(puzzle);
console.log(solved, tried);
for (let row = 0; row < 9; row++) {
  if (row % 3 === 0 && row > 0) console.log("------+-------+------");
  const line = cells.slice(row * 9, row * 9 + 9).join(" ");
  console.log(line.replace(/^(.{6})(.{6})/, "$1| $2| "));
}
