const temperature = {
  _celsius: 20,
  get fahrenheit() {
    return this._celsius * 1.8 + 32;
  },
  set fahrenheit(value) {
    this._celsius = (value - 32) / 1.8;
  },
};
temperature.fahrenheit = 212;
console.log(temperature._celsius, temperature);

const frozen = Object.freeze({ list: [1], value: 1 });
frozen.list.push(2);
frozen.value = 2;
console.log(frozen, Object.isFrozen(frozen), Reflect.set(frozen, "value", 3));
(function () {
  "use strict";
  for (const action of [
    () => (frozen.value = 9),
    () => delete frozen.value,
    () => (frozen.extra = 1),
  ]) {
    try {
      action();
    } catch (error) {
      console.log(error.name, error.message);
    }
  }
})();

const object = {};
Object.defineProperty(object, "hidden", { value: 42, writable: true });
Object.defineProperties(object, {
  lazy: {
    configurable: true,
    enumerable: true,
    get() {
      Object.defineProperty(this, "lazy", { value: "computed once", enumerable: true });
      return this.lazy;
    },
  },
});
console.log(
  object.lazy,
  Object.keys(object),
  object.hidden,
  Object.getOwnPropertyDescriptor(object, "lazy"),
);
console.log(
  Object.entries(
    Object.getOwnPropertyDescriptors({
      get a() {
        return 1;
      },
    }),
  )[0][1].set,
);

const {
  a,
  b: { c = "default", ...others } = {},
  ...rest
} = { a: 1, b: { d: 2, e: 3 }, f: 4, g: 5 };
console.log(a, c, others, rest);
const swap = ([x, y, ...z], { key: renamed = x } = {}) => [y, x, z, renamed];
console.log(swap([1, 2, 3, 4]), swap("ab", { key: null }));
const computed = "dynamic";
console.log({ [`${computed}Key`]: 1, [1 + 1]: 2, "quoted-key": 3, __proto__: null });
console.log(
  Object.assign({}, null, [1, 2], "xy"),
  { ...[1, 2], ...null },
  Object.is(NaN, NaN),
  Object.is(0, -0),
);
console.log(Object.fromEntries(new Map([["m", 1]])), Object.hasOwn({ q: 1 }, "q"));
const settings = { theme: { color: null }, size: 0 };
console.log(
  settings?.theme?.color ?? "none",
  settings.size || 10,
  settings.size ?? 10,
  settings.missing?.(),
  settings.theme["color"],
);
settings.theme.color ??= "blue";
settings.size ||= 5;
settings.size &&= settings.size * 2;
console.log(
  settings,
  typeof null,
  void 0,
  (1, 2),
  [] + {},
  +"  12 ",
  !!"0",
  null >= 0,
  [10, 1, 3].map(parseInt),
);
