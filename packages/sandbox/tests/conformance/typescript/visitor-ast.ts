interface Visitor<R> {
  number(node: NumberNode): R;
  binary(node: BinaryNode): R;
  negate(node: NegateNode): R;
}
abstract class Node {
  abstract accept<R>(visitor: Visitor<R>): R;
}
class NumberNode extends Node {
  constructor(readonly value: number) {
    super();
  }
  accept<R>(visitor: Visitor<R>): R {
    return visitor.number(this);
  }
}
class BinaryNode extends Node {
  constructor(
    readonly operator: "+" | "*",
    readonly left: Node,
    readonly right: Node,
  ) {
    super();
  }
  accept<R>(visitor: Visitor<R>): R {
    return visitor.binary(this);
  }
}
class NegateNode extends Node {
  constructor(readonly operand: Node) {
    super();
  }
  accept<R>(visitor: Visitor<R>): R {
    return visitor.negate(this);
  }
}

const evaluator: Visitor<number> = {
  number: ({ value }) => value,
  binary({ operator, left, right }) {
    const [a, b] = [left.accept(this), right.accept(this)];
    return operator === "+" ? a + b : a * b;
  },
  negate({ operand }) {
    return -operand.accept(this);
  },
};
class Printer implements Visitor<string> {
  private depth = 0;
  number = ({ value }: NumberNode): string => `${value}`;
  binary({ operator, left, right }: BinaryNode): string {
    this.depth++;
    const text = `${left.accept(this)} ${operator} ${right.accept(this)}`;
    return --this.depth > 0 ? `(${text})` : text;
  }
  negate(node: NegateNode): string {
    return `-${node.operand.accept(this)}`;
  }
}
const tree = new BinaryNode(
  "*",
  new BinaryNode("+", new NumberNode(1), new NumberNode(2)),
  new NegateNode(new NumberNode(3)),
);
console.log(tree.accept(new Printer()), "=", tree.accept(evaluator));
const depth: Visitor<number> = {
  number: () => 1,
  binary: ({ left, right }) => 1 + Math.max(left.accept(depth), right.accept(depth)),
  negate: ({ operand }) => 1 + operand.accept(depth),
};
console.log(tree.accept(depth), tree);
