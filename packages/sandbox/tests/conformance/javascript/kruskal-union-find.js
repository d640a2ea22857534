class DisjointSets {
  constructor(size) {
    this.parent = Int32Array.from({ length: size }, (_, i) => i);
    this.rank = new Uint8Array(size);
    this.count = size;
  }
  find(x) {
    while (this.parent[x] !== x) x = this.parent[x] = this.parent[this.parent[x]];
    return x;
  }
  union(a, b) {
    [a, b] = [this.find(a), this.find(b)];
    if (a === b) return false;
    if (this.rank[a] < this.rank[b]) [a, b] = [b, a];
    this.parent[b] = a;
    if (this.rank[a] === this.rank[b]) this.rank[a]++;
    this.count--;
    return true;
  }
}

const [sizes, ...lines] = require("fs").readFileSync("/dev/stdin", "utf8").trim().split("\n");
const [nodes, edgeCount] = sizes.split(" ").map(Number);
const edges = lines.map((line) => line.split(" ").map(Number)).sort((a, b) => a[2] - b[2]);
if (edges.length !== edgeCount) throw new Error("wrong input");

const sets = new DisjointSets(nodes);
const tree = edges.filter(([a, b]) => sets.union(a, b));
console.log(tree.map(([a, b, weight]) => `${a}-${b} (${weight})`).join("\n"));
console.log(`total ${tree.reduce((sum, edge) => sum + edge[2], 0)}, parts ${sets.count}`);
