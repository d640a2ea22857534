type Cell = readonly [row: number, column: number];
const maze = ["S.#.......", "..#.####.#", ".##....#..", "....##.##.", ".####....E"] as const;

const same = ([a, b]: Cell, [c, d]: Cell): boolean => a === c && b === d;
const key = ([row, column]: Cell): `${number},${number}` => `${row},${column}`;

function find(symbol: string): Cell {
  for (const [row, line] of maze.entries()) {
    const column = line.indexOf(symbol);
    if (column >= 0) return [row, column];
  }
  throw new Error(`no ${symbol}`);
}

function* neighbours([row, column]: Cell): Generator<Cell> {
  for (const [dr, dc] of [
    [-1, 0],
    [0, 1],
    [1, 0],
    [0, -1],
  ] as const) {
    const cell = maze[row + dr]?.[column + dc];
    if (cell !== undefined && cell !== "#") yield [row + dr, column + dc];
  }
}

function breadthFirst(start: Cell, goal: Cell): Cell[] | null {
  const cameFrom = new Map<string, Cell | null>([[key(start), null]]);
  const queue: Cell[] = [start];
  for (let cell = queue.shift(); cell; cell = queue.shift()) {
    if (same(cell, goal)) {
      const path: Cell[] = [];
      for (let at: Cell | null = cell; at; at = cameFrom.get(key(at)) ?? null) path.unshift(at);
      return path;
    }
    for (const next of neighbours(cell)) {
      if (cameFrom.has(key(next))) continue;
      cameFrom.set(key(next), cell);
      queue.push(next);
    }
  }
  return null;
}

const path = breadthFirst(find("S"), find("E"));
console.log(path === null ? "no way" : `${path.length - 1} steps`);
const canvas: string[][] = maze.map((line) => [...line]);
for (const [row, column] of path?.slice(1, -1) ?? []) canvas[row]![column] = "*";
console.log(canvas.map((line) => line.join("")).join("\n"));
console.log(breadthFirst(find("S"), [1, 9]));
