const input = `
1163751742
1381373672
2136511328
3694931569
7463417111
1319128137
1359912421
3125421639
1293138521
2311944581`.trim();

class Grid {
  readonly height: number;
  readonly width: number;
  constructor(private readonly costs: readonly (readonly number[])[]) {
    this.height = costs.length;
    this.width = costs[0]?.length ?? 0;
  }
  static parse(text: string): Grid {
    return new Grid(text.split("\n").map((line) => [...line].map(Number)));
  }
  tile(times: number): Grid {
    return new Grid(
      Array.from({ length: this.height * times }, (_, y) =>
        Array.from({ length: this.width * times }, (_, x) => {
          const cost = this.costs[y % this.height]![x % this.width]!;
          return ((cost - 1 + Math.floor(y / this.height) + Math.floor(x / this.width)) % 9) + 1;
        }),
      ),
    );
  }
  cheapest(): number {
    const size = this.height * this.width;
    const best = new Float64Array(size).fill(Infinity);
    const buckets: number[][] = [[0]];
    best[0] = 0;
    for (let risk = 0; risk < buckets.length; risk++) {
      for (const at of buckets[risk] ?? []) {
        if (best[at]! < risk) continue;
        const [x, y] = [at % this.width, Math.floor(at / this.width)];
        for (const [dx, dy] of [
          [1, 0],
          [-1, 0],
          [0, 1],
          [0, -1],
        ] as const) {
          const cost = this.costs[y + dy]?.[x + dx];
          if (cost === undefined) continue;
          const next = (y + dy) * this.width + x + dx;
          if (risk + cost < best[next]!) {
            best[next] = risk + cost;
            (buckets[risk + cost] ??= []).push(next);
          }
        }
      }
    }
    return best[size - 1]!;
  }
}
const grid = Grid.parse(input);
console.log(grid.cheapest(), grid.tile(5).cheapest());
