const parse = (source) => {
  const tokens = source.match(/[()']|"(?:[^"\\]|\\.)*"|[^\s()']+/g);
  const read = () => {
    const token = tokens.shift();
    if (token === undefined) throw new SyntaxError("unexpected end");
    if (token === "'") return ["quote", read()];
    if (token === ")") throw new SyntaxError("unexpected )");
    if (token === "(") {
      const list = [];
      while (tokens[0] !== ")") list.push(read());
      tokens.shift();
      return list;
    }
    if (token.startsWith('"')) return { text: JSON.parse(token) };
    return Number.isNaN(Number(token)) ? token : Number(token);
  };
  const forms = [];
  while (tokens.length) forms.push(read());
  return forms;
};

const show = (value) =>
  Array.isArray(value)
    ? `(${value.map(show).join(" ")})`
    : typeof value === "function"
      ? "#<procedure>"
      : String(value.text ?? value);

const globals = Object.assign(Object.create(null), {
  "+": (...n) => n.reduce((a, b) => a + b, 0),
  "*": (...n) => n.reduce((a, b) => a * b, 1),
  "-": (a, b) => (b === undefined ? -a : a - b),
  "<": (a, b) => a < b,
  "=": (a, b) => a === b,
  list: (...items) => items,
  car: ([head]) => head,
  cdr: ([, ...tail]) => tail,
  cons: (head, tail) => [head, ...tail],
  "null?": (list) => list.length === 0,
  print: (...items) => console.log(...items.map(show)),
});

function evaluate(form, env) {
  for (;;) {
    if (typeof form === "string") {
      if (!(form in env)) throw new ReferenceError(`${form} is not defined`);
      return env[form];
    }
    if (!Array.isArray(form)) return form.text ?? form;
    const [head, ...rest] = form;
    if (head === "quote") return rest[0];
    if (head === "if") form = evaluate(rest[0], env) !== false ? rest[1] : (rest[2] ?? []);
    else if (head === "define") return (env[rest[0]] = evaluate(rest[1], env));
    else if (head === "lambda")
      return Object.assign(() => {}, { params: rest[0], body: rest[1], env });
    else if (head === "let") {
      const scope = Object.create(env);
      for (const [name, value] of rest[0]) scope[name] = evaluate(value, env);
      [form, env] = [rest[1], scope];
    } else {
      const [fn, ...args] = form.map((part) => evaluate(part, env));
      if (typeof fn !== "function") throw new TypeError(`${show(fn)} is not a procedure`);
      if (!fn.body) return fn(...args);
      const scope = Object.create(fn.env);
      fn.params.forEach((name, index) => (scope[name] = args[index]));
      [form, env] = [fn.body, scope];
    }
  }
}

const program = `
(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))
(print (fact 10) "text with (parens)")
(define map (lambda (f l) (if (null? l) '() (cons (f (car l)) (map f (cdr l))))))
(define compose (lambda (f g) (lambda (x) (f (g x)))))
(print (map (compose fact (lambda (x) (+ x 1))) '(1 2 3 4)))
(define loop (lambda (n acc) (if (= n 0) acc (loop (- n 1) (+ acc n)))))
(print (loop 50000 0) map '(a (b "c") 1.5))
(print (let ((x 2) (y 3)) (* x y)))
(undefined-thing 1)
`;
try {
  for (const form of parse(program)) evaluate(form, globals);
} catch (error) {
  console.log(String(error));
}
