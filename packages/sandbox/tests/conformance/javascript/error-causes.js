class HttpError extends Error {
  static name = "HttpError";
  constructor(status, options) {
    super(`status ${status}`, options);
    this.name = new.target.name;
    this.status = status;
  }
}
class NotFound extends HttpError {
  static name = "NotFound";
  constructor(what, options) {
    super(404, options);
    this.what = what;
  }
}

function load(key) {
  try {
    return JSON.parse(key === "good" ? '{"ok":true}' : "{broken");
  } catch (cause) {
    throw new NotFound(key, { cause });
  }
}

function* chain(error) {
  for (let current = error; current; current = current.cause) yield current.name;
}

console.log(load("good"));
try {
  load("bad");
} catch (error) {
  console.log([...chain(error)], error.status, error.what, error instanceof HttpError);
  console.log(`${error}`, Object.prototype.toString.call(error), Object.keys(error));
  console.log(error.stack.split("\n")[0]);
}

function cleanup() {
  const log = [];
  try {
    try {
      throw new RangeError("inner");
    } finally {
      log.push("finally");
    }
  } catch ({ name, message }) {
    log.push(`${name}: ${message}`);
  } finally {
    log.push("last");
  }
  return log;
}
console.log(cleanup());

Promise.any([Promise.reject(new Error("a")), Promise.reject(new TypeError("b"))]).catch((error) => {
  console.log(error.name, error.errors.map(String), error instanceof AggregateError);
  const wrapped = new AggregateError([error, 2], "outer", { cause: "text" });
  console.log(wrapped.message, wrapped.errors.length, wrapped.cause);
});

for (const attempt of [
  () => null.x,
  () => undefined.f(),
  () => missing,
  () => "abc"(),
  () => new Array(-1),
  () => (12).toString(99),
  () => decodeURIComponent("%"),
  () => new RegExp("("),
  () => Symbol() + "",
  () => [].reduce((a, b) => a + b),
  () => {
    const fixed = 1;
    fixed = 2;
  },
  () =>
    new class {
      constructor() {
        this.#p;
      }
      #p = 1;
      static t(o) {
        return o.#p;
      }
    }.constructor.t({}),
]) {
  try {
    attempt();
    console.log("no error");
  } catch (error) {
    console.log(error.constructor.name);
  }
}
