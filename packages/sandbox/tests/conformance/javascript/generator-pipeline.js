function* naturals(from = 1) {
  while (true) yield from++;
}
const map = (fn) =>
  function* (source) {
    for (const item of source) yield fn(item);
  };
const filter = (test) =>
  function* (source) {
    for (const item of source) if (test(item)) yield item;
  };
const take = (count) =>
  function* (source) {
    if (count <= 0) return;
    let taken = 0;
    for (const item of source) {
      yield item;
      if (++taken >= count) return;
    }
  };
function* chunk(source, size) {
  let part = [];
  for (const item of source) {
    part.push(item);
    if (part.length === size) {
      yield part;
      part = [];
    }
  }
  if (part.length) yield part;
}
const pipe = (source, ...stages) => stages.reduce((current, stage) => stage(current), source);

const squaresOfOdd = pipe(
  naturals(),
  filter((n) => n % 2),
  map((n) => n * n),
  take(7),
);
console.log([...chunk(squaresOfOdd, 3)]);

function* conversation() {
  try {
    const name = yield "name?";
    const colour = yield `hello ${name}, colour?`;
    return `${name} likes ${colour}`;
  } catch (error) {
    yield `sorry: ${error.message}`;
  } finally {
    console.log("cleaned up");
  }
}
const talk = conversation();
console.log(talk.next().value, talk.next("Ann").value, talk.next("red"));
const broken = conversation();
broken.next();
console.log(broken.throw(new Error("hung up")), broken.return("early"), broken.next());

function* flatten(value) {
  if (!Array.isArray(value)) return yield value;
  let leaves = 0;
  for (const item of value) leaves += (yield* flatten(item)) ?? 1;
  return leaves;
}
const nested = flatten([1, [2, [3, [[]], 4]], 5]);
let result;
while (!(result = nested.next()).done) process.stdout.write(`${result.value} `);
console.log();
const [first, , third, ...none] = take(3)(naturals(10));
console.log(first, third, none, Object.prototype.toString.call(nested));
