function factorial(n) {
  let result = 1n;
  for (let i = 2n; i <= n; i++) result *= i;
  return result;
}

function fibonacci(n) {
  // Fast doubling.
  const pair = (k) => {
    if (k === 0n) return [0n, 1n];
    const [a, b] = pair(k >> 1n);
    const c = a * (2n * b - a);
    const d = a * a + b * b;
    return k & 1n ? [d, c + d] : [c, d];
  };
  return pair(n)[0];
}

function squareRoot(n) {
  if (n < 2n) return n;
  let x = 1n << (BigInt(n.toString(2).length + 1) / 2n);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

const big = factorial(50n);
console.log(big.toString());
console.log([...String(factorial(1000n))].reduce((sum, digit) => sum + Number(digit), 0));
console.log(fibonacci(300n), String(fibonacci(10_000n)).length);
console.log(squareRoot(2n * 10n ** 80n));
console.log(-7n / 2n, -7n % 2n, (-2n) ** 63n, 2n ** 64n - 1n);
console.log(
  BigInt.asIntN(8, 255n),
  BigInt.asUintN(8, -1n),
  0xffn,
  BigInt("0b1010"),
  BigInt(Number.MAX_SAFE_INTEGER) + 2n,
);
console.log(
  1n < 2,
  2n == 2,
  2n === 2,
  [3n, 1, 2n, 10].sort((a, b) => (a < b ? -1 : 1)),
);
console.log((123456789n ** 5n).toString(36), typeof 1n, big.toLocaleString("en-US").slice(0, 15));
for (const attempt of [
  () => 1n + 1,
  () => BigInt(1.5),
  () => 1n / 0n,
  () => Math.max(1n),
  () => JSON.stringify({ a: 1n }),
]) {
  try {
    console.log(attempt());
  } catch (error) {
    console.log(error.name);
  }
}
