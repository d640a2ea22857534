const buffer = new ArrayBuffer(16);
const view = new DataView(buffer);
view.setUint16(0, 0xcafe);
view.setInt32(2, -2, true);
view.setFloat64(8, Math.PI);
console.log(new Uint8Array(buffer, 0, 8));
console.log(view.getUint16(0).toString(16), view.getInt32(2, true), view.getFloat64(8));

const clamped = Uint8ClampedArray.of(-5, 1.5, 254.6, 300);
console.log(clamped, Uint8Array.from([256, -1, 3.9]), new Int8Array([127, 128]));
const floats = new Float32Array([0.1, 1 / 3, NaN]);
console.log(floats[0] === 0.1, floats.at(-1), floats.findLast((n) => n < 1).toFixed(6));

function sieve(limit) {
  const composite = new Uint8Array(limit + 1);
  const primes = [];
  for (let n = 2; n <= limit; n++) {
    if (composite[n]) continue;
    primes.push(n);
    for (let m = n * n; m <= limit; m += n) composite[m] = 1;
  }
  return primes;
}
const primes = sieve(100_000);
console.log(primes.length, primes.slice(-3));

const words = new Uint32Array([3, 1, 2]);
console.log(
  words.toSorted(),
  words.subarray(1).buffer === words.buffer,
  words.slice(1),
  words.toReversed().join("-"),
);
words.set([9, 8], 1);
words.copyWithin(0, 2);
console.log(words, words.with(0, 7), Array.isArray(words), words.BYTES_PER_ELEMENT);
console.log(Object.prototype.toString.call(words), new BigUint64Array([2n ** 64n - 1n, -1n]));
try {
  new Uint16Array(new ArrayBuffer(3));
} catch (error) {
  console.log(error.name);
}
const shared = new Int32Array(new SharedArrayBuffer(8));
Atomics.add(shared, 0, 5);
console.log(Atomics.exchange(shared, 0, 7), Atomics.load(shared, 0), shared.length);
const resized = new ArrayBuffer(4, { maxByteLength: 8 });
const tracking = new Uint8Array(resized);
resized.resize(8);
console.log(tracking.length, resized.resizable);
