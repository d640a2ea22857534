const shades = " .:-=+*#%@";
for (let y = -1.2; y <= 1.2; y += 0.2) {
  let line = "";
  for (let x = -2; x <= 0.6; x += 0.05) {
    let [re, im, n] = [0, 0, 0];
    while (re * re + im * im < 4 && n < 50) {
      [re, im] = [re * re - im * im + x, 2 * re * im + y];
      n++;
    }
    line += shades[Math.floor((n / 50) * (shades.length - 1))];
  }
  console.log(line.trimEnd());
}

// Numbers as they are printed.
console.log(0.1 + 0.2, 1 / 3, 1e21, 1e-7, -0, [-0], 123456789012345680000, 5e-324, 2 ** 53);
console.log(
  (0.000001234).toString(),
  (1234.5678).toFixed(2),
  (0.00001).toPrecision(1),
  (255).toString(16),
  (1e21).toLocaleString("en"),
);
console.log(
  Math.round(-0.5),
  Math.round(2.5),
  Math.trunc(-4.7),
  Math.sign(-3),
  Math.cbrt(27),
  Math.hypot(3, 4),
  Math.fround(5.5),
);
console.log(
  Number.EPSILON > 0,
  Number("0x1F"),
  Number(""),
  Number("1_000"),
  parseFloat("3.14abc"),
  parseInt("101", 2),
  1_000_000,
);
console.log(
  5 % -3,
  -5 % 3,
  2 ** -1,
  7 >>> 1,
  -7 >> 1,
  -7 >>> 28,
  ~5,
  5 & 3,
  5 | 3,
  5 ^ 3,
  1 << 31,
  0.1 * 3,
  NaN === NaN,
);
