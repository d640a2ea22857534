class Trie {
  #root = { children: new Map(), count: 0 };

  add(word, weight = 1) {
    let node = this.#root;
    for (const letter of word) {
      if (!node.children.has(letter)) node.children.set(letter, { children: new Map(), count: 0 });
      node = node.children.get(letter);
    }
    node.count += weight;
  }
  *#words(node, prefix) {
    if (node.count) yield [prefix, node.count];
    for (const [letter, child] of node.children) yield* this.#words(child, prefix + letter);
  }
  complete(prefix, limit = 3) {
    let node = this.#root;
    for (const letter of prefix) {
      node = node.children.get(letter);
      if (!node) return [];
    }
    return [...this.#words(node, prefix)]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([word]) => word);
  }
  fuzzy(target, distance) {
    const found = [];
    const first = Array.from({ length: target.length + 1 }, (_, i) => i);
    const visit = (node, prefix, previous) => {
      if (node.count && previous.at(-1) <= distance) found.push(prefix);
      for (const [letter, child] of node.children) {
        const row = [previous[0] + 1];
        for (let i = 1; i <= target.length; i++) {
          const change = previous[i - 1] + (target[i - 1] === letter ? 0 : 1);
          row.push(Math.min(row[i - 1] + 1, previous[i] + 1, change));
        }
        if (Math.min(...row) <= distance) visit(child, prefix + letter, row);
      }
    };
    visit(this.#root, "", first);
    return found.sort();
  }
}

const trie = new Trie();
for (const [word, weight] of Object.entries({
  car: 5,
  card: 2,
  care: 9,
  cat: 7,
  cart: 1,
  dog: 3,
  do: 8,
  猫: 1,
})) {
  trie.add(word, weight);
}
console.log(trie.complete("car"), trie.complete("ca", 10), trie.complete("x"), trie.complete("猫"));
console.log(trie.fuzzy("cat", 1), trie.fuzzy("dig", 1), trie.complete("", 2));
