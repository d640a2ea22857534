type Leaf = { readonly weight: number; readonly symbol: string };
type Branch = { readonly weight: number; readonly left: Tree; readonly right: Tree };
type Tree = Leaf | Branch;
const isLeaf = (tree: Tree): tree is Leaf => "symbol" in tree;
const order = (tree: Tree): string => (isLeaf(tree) ? tree.symbol : order(tree.left));

function build(text: string): Tree {
  const counts = new Map<string, number>();
  for (const symbol of text) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const forest: Tree[] = Array.from(counts, ([symbol, weight]) => ({ symbol, weight }));
  while (forest.length > 1) {
    forest.sort((a, b) => b.weight - a.weight || (order(a) < order(b) ? 1 : -1));
    const [left, right] = [forest.pop()!, forest.pop()!];
    forest.push({ left, right, weight: left.weight + right.weight });
  }
  const [root] = forest;
  if (root === undefined) throw new RangeError("nothing to encode");
  return root;
}
function codes(tree: Tree, prefix = ""): Map<string, string> {
  return isLeaf(tree)
    ? new Map([[tree.symbol, prefix || "0"]])
    : new Map([...codes(tree.left, `${prefix}0`), ...codes(tree.right, `${prefix}1`)]);
}
function decode(tree: Tree, bits: string): string {
  let text = "";
  let at = tree;
  for (const bit of bits) {
    if (!isLeaf(at)) at = bit === "0" ? at.left : at.right;
    if (isLeaf(at)) {
      text += at.symbol;
      at = tree;
    }
  }
  return text;
}
for (const text of ["abracadabra", "aaaa", "the quick brown fox 🦊🦊"]) {
  const tree = build(text);
  const table = codes(tree);
  const bits = [...text].map((symbol) => table.get(symbol)).join("");
  console.log(bits.length, decode(tree, bits) === text, [...table].slice(0, 3));
}
try {
  build("");
} catch (error) {
  console.log(`${error}`);
}
