// Counts the ways to place n queens and draws the first solution.
function* solve(
  n,
  row = 0,
  columns = new Set(),
  rising = new Set(),
  falling = new Set(),
  placed = [],
) {
  if (row === n) {
    yield [...placed];
    return;
  }
  for (let column = 0; column < n; column++) {
    if (columns.has(column) || rising.has(row + column) || falling.has(row - column)) continue;
    columns.add(column);
    rising.add(row + column);
    falling.add(row - column);
    placed.push(column);
    yield* solve(n, row + 1, columns, rising, falling, placed);
    placed.pop();
    columns.delete(column);
    rising.delete(row + column);
    falling.delete(row - column);
  }
}

function draw(placed) {
  return placed
    .map((column) => ".".repeat(column) + "Q" + ".".repeat(placed.length - column - 1))
    .join("\n");
}

for (let n = 1; n <= 8; n++) {
  const solutions = [...solve(n)];
  console.log(`${n}: ${solutions.length}`);
}
console.log(draw(solve(8).next().value));
