const original = {
  date: new Date(0),
  pattern: /a+/gi,
  map: new Map([["key", { deep: true }]]),
  set: new Set([1, [2]]),
  bytes: new Uint8Array([1, 2, 3]),
  error: new RangeError("cloned"),
  big: 10n,
  nothing: undefined,
  holes: [1, , 3],
};
original.self = original;

const copy = structuredClone(original);
console.log(copy !== original, copy.self === copy, copy.map.get("key") !== original.map.get("key"));
console.log(copy.date, copy.pattern, copy.map, copy.set, copy.bytes, copy.big, copy.holes);
console.log(copy.error.name, copy.error instanceof RangeError, "nothing" in copy);
copy.bytes[0] = 99;
console.log(original.bytes[0]);

class Point {
  x = 1;
  get double() {
    return this.x * 2;
  }
}
const plain = structuredClone(new Point());
console.log(plain, plain instanceof Point, plain.double);
for (const value of [() => {}, Symbol("s"), new WeakMap(), Promise.resolve()]) {
  try {
    structuredClone(value);
  } catch (error) {
    console.log(error.name, error.code);
  }
}
const buffer = new ArrayBuffer(8);
const moved = structuredClone(buffer, { transfer: [buffer] });
console.log(buffer.byteLength, moved.byteLength);

const { port1, port2 } = new MessageChannel();
port1.on("message", (message) => {
  console.log("received", message);
  port1.close();
});
port2.postMessage({ nested: new Map([[1, new Date(1e12)]]) });
