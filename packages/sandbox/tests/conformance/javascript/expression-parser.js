// A recursive-descent calculator with variables and functions.
const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-z_]\w*)|(\*\*|[-+*/%(),=]))/iy;

function* tokenize(source) {
  TOKEN.lastIndex = 0;
  const end = source.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = source.slice(TOKEN.lastIndex).search(/\S/) + TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new SyntaxError(`unexpected "${source[at]}" at ${at}`);
    const [, number, name, operator] = match;
    if (number) yield { type: "number", value: Number(number) };
    else if (name) yield { type: "name", value: name };
    else yield { type: operator };
  }
}

class Calculator {
  variables = { pi: Math.PI };

  evaluate(source) {
    this.tokens = [...tokenize(source)];
    const [first, second] = this.tokens;
    if (first?.type === "name" && second?.type === "=") {
      this.tokens.splice(0, 2);
      return (this.variables[first.value] = this.#finish(this.#sum()));
    }
    return this.#finish(this.#sum());
  }
  #finish(value) {
    if (this.tokens.length > 0) throw new SyntaxError(`unexpected ${this.tokens[0].type}`);
    return value;
  }
  #take(...types) {
    return types.includes(this.tokens[0]?.type) ? this.tokens.shift() : undefined;
  }
  #expect(type) {
    return this.#take(type) ?? raise(new SyntaxError(`expected ${type}`));
  }
  #sum() {
    let left = this.#product();
    for (let op; (op = this.#take("+", "-"));) {
      const right = this.#product();
      left = op.type === "+" ? left + right : left - right;
    }
    return left;
  }
  #product() {
    let left = this.#power();
    for (let op; (op = this.#take("*", "/", "%"));) {
      const right = this.#power();
      left = { "*": left * right, "/": left / right, "%": left % right }[op.type];
    }
    return left;
  }
  #power() {
    if (this.#take("-")) return -this.#power();
    const base = this.#atom();
    return this.#take("**") ? base ** this.#power() : base;
  }
  #atom() {
    const number = this.#take("number");
    if (number) return number.value;
    const name = this.#take("name");
    if (name && this.#take("(")) {
      const args = [];
      if (!this.#take(")")) {
        do args.push(this.#sum());
        while (this.#take(","));
        this.#expect(")");
      }
      const call = Math[name.value] ?? raise(new ReferenceError(`no function ${name.value}`));
      return call(...args);
    }
    if (name)
      return this.variables[name.value] ?? raise(new ReferenceError(`no variable ${name.value}`));
    this.#expect("(");
    const value = this.#sum();
    this.#expect(")");
    return value;
  }
}

function raise(error) {
  throw error;
}

const calculator = new Calculator();
for (const line of [
  "1 + 2 * 3",
  "2 ** 3 ** 2",
  "-2 ** 2",
  "x = (4 - 1) * 1.5e1",
  "x / 4 % 3",
  "max(1, x, 7) + floor(pi)",
  "hypot(3, 4)",
  "1 +",
  "2 $ 3",
  "y * 2",
  "nope(1)",
  "(1 + 2",
  "1 2",
]) {
  try {
    console.log(`${line} => ${calculator.evaluate(line)}`);
  } catch (error) {
    console.log(`${line} => ${error}`);
  }
}
