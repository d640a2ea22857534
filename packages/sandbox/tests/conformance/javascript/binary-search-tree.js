class Node {
  left = null;
  right = null;
  constructor(value) {
    this.value = value;
  }
}

class Tree {
  #root = null;
  #compare;
  size = 0;
  constructor(values = [], compare = (a, b) => a - b) {
    this.#compare = compare;
    for (const value of values) this.insert(value);
  }
  insert(value) {
    const insert = (node) => {
      if (node === null) {
        this.size++;
        return new Node(value);
      }
      const order = this.#compare(value, node.value);
      if (order < 0) node.left = insert(node.left);
      else if (order > 0) node.right = insert(node.right);
      return node;
    };
    this.#root = insert(this.#root);
    return this;
  }
  remove(value) {
    const remove = (node, value) => {
      if (node === null) return null;
      const order = this.#compare(value, node.value);
      if (order < 0) node.left = remove(node.left, value);
      else if (order > 0) node.right = remove(node.right, value);
      else if (node.left && node.right) {
        let successor = node.right;
        while (successor.left) successor = successor.left;
        node.value = successor.value;
        node.right = remove(node.right, successor.value);
      } else return node.left ?? node.right;
      return node;
    };
    this.#root = remove(this.#root, value);
    return this;
  }
  *#inOrder(node) {
    if (node === null) return;
    yield* this.#inOrder(node.left);
    yield node.value;
    yield* this.#inOrder(node.right);
  }
  [Symbol.iterator]() {
    return this.#inOrder(this.#root);
  }
  *breadthFirst() {
    const queue = [this.#root];
    while (queue.length) {
      const node = queue.shift();
      if (!node) continue;
      yield node.value;
      queue.push(node.left, node.right);
    }
  }
  height(node = this.#root) {
    return node === null ? 0 : 1 + Math.max(this.height(node.left), this.height(node.right));
  }
}
const tree = new Tree([50, 30, 70, 20, 40, 60, 80, 30]);
console.log([...tree], tree.size, tree.height());
console.log([...tree.remove(30).remove(50).breadthFirst()]);
console.log([...new Tree(["pear", "fig", "apple"], (a, b) => a.localeCompare(b)).insert("kiwi")]);
console.log([...new Tree()], new Tree([3, 2, 1]).height(), tree);
