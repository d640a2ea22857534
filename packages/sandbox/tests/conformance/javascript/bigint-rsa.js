function power(base, exponent, modulus) {
  let result = 1n;
  base %= modulus;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

function inverse(a, modulus) {
  let [r, nextR, t, nextT] = [modulus, a, 0n, 1n];
  while (nextR !== 0n) {
    const q = r / nextR;
    [r, nextR] = [nextR, r - q * nextR];
    [t, nextT] = [nextT, t - q * nextT];
  }
  return t < 0n ? t + modulus : t;
}

function isProbablyPrime(n) {
  if (n < 2n) return false;
  const bases = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n];
  if (bases.includes(n)) return true;
  let d = n - 1n;
  let r = 0;
  while (d % 2n === 0n) {
    d /= 2n;
    r++;
  }
  return bases.every((base) => {
    let x = power(base, d, n);
    if (x === 1n || x === n - 1n) return true;
    for (let i = 1; i < r; i++) {
      x = (x * x) % n;
      if (x === n - 1n) return true;
    }
    return false;
  });
}

function nextPrime(n) {
  for (n |= 1n; !isProbablyPrime(n); n += 2n);
  return n;
}

const p = nextPrime(10n ** 40n);
const q = nextPrime(10n ** 42n + 12345n);
const n = p * q;
const e = 65537n;
const d = inverse(e, (p - 1n) * (q - 1n));
const encode = (text) => BigInt("0x" + Buffer.from(text).toString("hex"));
const decode = (number) => Buffer.from(number.toString(16), "hex").toString();

console.log(`p = ${p}`, `\nq = ${q}`);
const secret = encode("attack at dawn ☀");
const cipher = power(secret, e, n);
console.log(cipher.toString(16).length, decode(power(cipher, d, n)));
console.log(
  (e * d) % ((p - 1n) * (q - 1n)),
  isProbablyPrime(2n ** 89n - 1n),
  isProbablyPrime(561n),
);
