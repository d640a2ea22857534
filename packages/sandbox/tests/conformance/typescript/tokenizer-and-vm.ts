type Token =
  | { kind: "number"; value: number }
  | { kind: "word"; text: string }
  | { kind: "symbol"; text: string };
type Instruction =
  | readonly ["push", number]
  | readonly ["load" | "store", string]
  | readonly ["add" | "sub" | "mul" | "div" | "less" | "print"]
  | readonly ["jump" | "jumpIfZero", number];

function* tokenize(source: string): Generator<Token, void> {
  const pattern =
    /\s+|(?<number>\d+(?:\.\d+)?)|(?<word>[a-z]\w*)|(?<symbol>[-+*/<=(){};])|(?<bad>.)/gy;
  for (const { groups = {}, index } of source.matchAll(pattern)) {
    if (groups["number"]) yield { kind: "number", value: parseFloat(groups["number"]) };
    else if (groups["word"]) yield { kind: "word", text: groups["word"] };
    else if (groups["symbol"]) yield { kind: "symbol", text: groups["symbol"] };
    else if (groups["bad"]) throw new SyntaxError(`unexpected ${groups["bad"]} at ${index}`);
  }
}

class Compiler {
  private readonly code: Instruction[] = [];
  private readonly tokens: Token[];
  constructor(source: string) {
    this.tokens = [...tokenize(source)];
  }
  compile(): readonly Instruction[] {
    while (this.tokens.length > 0) this.statement();
    return this.code;
  }
  private peek(text: string): boolean {
    const [token] = this.tokens;
    return token !== undefined && token.kind !== "number" && token.text === text;
  }
  private accept(text: string): boolean {
    return this.peek(text) && this.tokens.shift() !== undefined;
  }
  private expect(text: string): void {
    if (!this.accept(text)) throw new SyntaxError(`expected ${text}`);
  }
  private statement(): void {
    if (this.accept("while")) {
      const start = this.code.length;
      this.expression();
      const exit = this.code.push(["jumpIfZero", -1]) - 1;
      this.expect("{");
      while (!this.accept("}")) this.statement();
      this.code.push(["jump", start]);
      this.code[exit] = ["jumpIfZero", this.code.length];
    } else if (this.accept("print")) {
      this.expression();
      this.expect(";");
      this.code.push(["print"]);
    } else {
      const token = this.tokens.shift();
      if (token?.kind !== "word") throw new SyntaxError("expected a name");
      this.expect("=");
      this.expression();
      this.expect(";");
      this.code.push(["store", token.text]);
    }
  }
  private expression(): void {
    this.sum();
    if (this.accept("<")) {
      this.sum();
      this.code.push(["less"]);
    }
  }
  private sum(): void {
    this.product();
    while (this.peek("+") || this.peek("-")) {
      const operation = this.accept("+") ? "add" : (this.expect("-"), "sub");
      this.product();
      this.code.push([operation as "add" | "sub"]);
    }
  }
  private product(): void {
    this.atom();
    while (this.peek("*") || this.peek("/")) {
      const operation = this.accept("*") ? "mul" : (this.expect("/"), "div");
      this.atom();
      this.code.push([operation as "mul" | "div"]);
    }
  }
  private atom(): void {
    if (this.accept("(")) {
      this.expression();
      return this.expect(")");
    }
    const token = this.tokens.shift();
    if (token?.kind === "number") this.code.push(["push", token.value]);
    else if (token?.kind === "word") this.code.push(["load", token.text]);
    else throw new SyntaxError("expected a value");
  }
}

function run(code: readonly Instruction[]): number {
  const stack: number[] = [];
  const variables: Record<string, number> = {};
  const binary = {
    add: (a: number, b: number) => a + b,
    sub: (a: number, b: number) => a - b,
    mul: (a: number, b: number) => a * b,
    div: (a: number, b: number) => a / b,
    less: (a: number, b: number) => Number(a < b),
  };
  let steps = 0;
  for (let pc = 0; pc < code.length; steps++) {
    const [operation, operand] = code[pc++]!;
    if (operation === "push") stack.push(operand as number);
    else if (operation === "load") stack.push(variables[operand as string] ?? NaN);
    else if (operation === "store") variables[operand as string] = stack.pop()!;
    else if (operation === "print") console.log(stack.pop());
    else if (operation === "jump") pc = operand as number;
    else if (operation === "jumpIfZero") pc = stack.pop() === 0 ? (operand as number) : pc;
    else {
      const right = stack.pop()!;
      stack.push(binary[operation](stack.pop()!, right));
    }
  }
  return steps;
}

const code = new Compiler(
  "n = 1; f = 1; while n < 6 { f = f * n; n = n + 1; } print f; print (f - 20) / 8 * 2.5;",
).compile();
console.log(code.length, code.slice(0, 6));
console.log(run(code), "steps");
for (const source of ["x = ;", "print 1", "while 1 { ", "a $ b"]) {
  try {
    new Compiler(source).compile();
  } catch (error) {
    console.log(String(error));
  }
}
