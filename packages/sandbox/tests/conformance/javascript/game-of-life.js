const live = new Set(["1,0", "2,1", "0,2", "1,2", "2,2"]);

function step(cells) {
  const neighbours = new Map();
  for (const cell of cells) {
    const [x, y] = cell.split(",").map(Number);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        if (dx === 0 && dy === 0) continue;
        const key = `${x + dx},${y + dy}`;
        neighbours.set(key, (neighbours.get(key) || 0) + 1);
      }
    }
  }
  return new Set(
    [...neighbours]
      .filter(([cell, n]) => n === 3 || (n === 2 && cells.has(cell)))
      .map(([cell]) => cell),
  );
}

function show(cells, size = 6) {
  for (let y = 0; y < size; y++) {
    let line = "";
    for (let x = 0; x < size; x++) line += cells.has(`${x},${y}`) ? "█" : "·";
    console.log(line);
  }
}

let cells = live;
for (let generation = 0; generation <= 8; generation++) {
  if (generation % 4 === 0) {
    console.log(`generation ${generation}: ${cells.size} alive`);
    show(cells);
  }
  cells = step(cells);
}
