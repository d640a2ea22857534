function validated(target, rules) {
  return new Proxy(target, {
    set(object, key, value, receiver) {
      const rule = rules[key];
      if (rule && !rule(value))
        throw new TypeError(`invalid ${String(key)}: ${JSON.stringify(value)}`);
      return Reflect.set(object, key, value, receiver);
    },
    deleteProperty(object, key) {
      if (key in rules) return false;
      return Reflect.deleteProperty(object, key);
    },
    has: (object, key) => !String(key).startsWith("_") && Reflect.has(object, key),
    ownKeys: (object) => Reflect.ownKeys(object).filter((key) => !String(key).startsWith("_")),
  });
}

const user = validated(
  { name: "Ann", age: 30, _token: "x" },
  { age: (n) => Number.isInteger(n) && n >= 0 },
);
user.age = 31;
user.city = "Oslo";
for (const attempt of [() => (user.age = "old"), () => (user.age = -1)]) {
  try {
    attempt();
  } catch (error) {
    console.log(error.message);
  }
}
console.log(
  Object.keys(user),
  "_token" in user,
  "name" in user,
  delete user.city,
  Reflect.deleteProperty(user, "age"),
);

// An array that counts from the end for negative indexes.
const list = new Proxy(["a", "b", "c"], {
  get(target, key, receiver) {
    const index = typeof key === "string" ? Number(key) : NaN;
    return Reflect.get(
      target,
      Number.isInteger(index) && index < 0 ? target.length + index : key,
      receiver,
    );
  },
});
console.log(
  list[-1],
  list[0],
  list.length,
  list.map((x) => x + x),
);

// Records every call.
const calls = [];
const traced = new Proxy(Math.max, {
  apply(fn, self, args) {
    calls.push(args);
    return Reflect.apply(fn, self, args);
  },
});
console.log(traced(1, 5, 3), traced(), calls);
const chain = (path = []) =>
  new Proxy(() => {}, {
    get: (_, key) => chain([...path, key]),
    apply: (_, __, args) => `/${path.join("/")}(${args})`,
  });
console.log(chain().users.posts.comments(42, "new"));

const { proxy, revoke } = Proxy.revocable({ alive: true }, {});
console.log(proxy.alive);
revoke();
try {
  proxy.alive;
} catch (error) {
  console.log(error instanceof TypeError);
}
class Point {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
}
console.log(
  Reflect.construct(Point, [1, 2]),
  Reflect.getPrototypeOf(new Point()) === Point.prototype,
);
