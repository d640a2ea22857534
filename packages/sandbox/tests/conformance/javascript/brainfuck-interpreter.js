function compile(source) {
  const program = [];
  const open = [];
  for (const [index, symbol] of [...source].entries()) {
    const last = program.at(-1);
    if ("+-".includes(symbol)) {
      const step = symbol === "+" ? 1 : -1;
      if (last?.op === "add") last.by += step;
      else program.push({ op: "add", by: step });
    } else if ("<>".includes(symbol)) {
      const step = symbol === ">" ? 1 : -1;
      if (last?.op === "move") last.by += step;
      else program.push({ op: "move", by: step });
    } else if (symbol === "[") {
      open.push(program.length);
      program.push({ op: "open", at: index });
    } else if (symbol === "]") {
      if (open.length === 0) throw new SyntaxError(`unmatched ] at ${index}`);
      const start = open.pop();
      program[start].to = program.length;
      program.push({ op: "close", to: start });
    } else if (symbol === "." || symbol === ",") program.push({ op: symbol });
  }
  if (open.length) throw new SyntaxError(`unmatched [ at ${program[open[0]].at}`);
  return program;
}

function run(source, input = "") {
  const program = compile(source);
  const tape = new Uint8Array(30_000);
  const queue = [...Buffer.from(input)];
  const output = [];
  let pointer = 0;
  for (let pc = 0; pc < program.length; pc++) {
    const { op, by, to } = program[pc];
    if (op === "add") tape[pointer] += by;
    else if (op === "move") pointer += by;
    else if (op === "open" && tape[pointer] === 0) pc = to;
    else if (op === "close" && tape[pointer] !== 0) pc = to;
    else if (op === ".") output.push(tape[pointer]);
    else if (op === ",") tape[pointer] = queue.shift() ?? 0;
  }
  return Buffer.from(output).toString("latin1");
}

const hello =
  "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.";
process.stdout.write(run(hello));
console.log(run(",[.,]", "echo!"), run(">,[>,]<[.<]", "olleh"));
// A countdown from 9 to 0, computed with two cells.
console.log(run("++++++[>+++++++++<-]>+++<++++++++++[->.-<]"));
for (const broken of ["[[]", "+]"]) {
  try {
    run(broken);
  } catch (error) {
    console.log(String(error));
  }
}
