class Fraction {
  static #gcd(a, b) {
    return b === 0n ? a : Fraction.#gcd(b, a % b);
  }
  constructor(numerator, denominator = 1n) {
    if (denominator === 0n) throw new RangeError("division by zero");
    const sign = denominator < 0n ? -1n : 1n;
    const abs = (n) => (n < 0n ? -n : n);
    const divisor = Fraction.#gcd(abs(numerator), abs(denominator)) || 1n;
    this.n = (sign * numerator) / divisor;
    this.d = (sign * denominator) / divisor;
  }
  static of(value) {
    return value instanceof Fraction ? value : new Fraction(BigInt(value));
  }
  plus(other) {
    return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d);
  }
  times(other) {
    return new Fraction(this.n * other.n, this.d * other.d);
  }
  over(other) {
    return new Fraction(this.n * other.d, this.d * other.n);
  }
  negated() {
    return new Fraction(-this.n, this.d);
  }
  toString() {
    return this.d === 1n ? `${this.n}` : `${this.n}/${this.d}`;
  }
  [Symbol.toPrimitive](hint) {
    return hint === "number" ? Number(this.n) / Number(this.d) : this.toString();
  }
}

function determinant(rows) {
  const matrix = rows.map((row) => row.map(Fraction.of));
  let result = Fraction.of(1);
  for (let column = 0; column < matrix.length; column++) {
    const pivot = matrix.findIndex((row, index) => index >= column && row[column].n !== 0n);
    if (pivot === -1) return Fraction.of(0);
    if (pivot !== column) {
      [matrix[pivot], matrix[column]] = [matrix[column], matrix[pivot]];
      result = result.negated();
    }
    result = result.times(matrix[column][column]);
    for (let row = column + 1; row < matrix.length; row++) {
      const factor = matrix[row][column].over(matrix[column][column]).negated();
      matrix[row] = matrix[row].map((cell, index) =>
        cell.plus(factor.times(matrix[column][index])),
      );
    }
  }
  return result;
}

const hilbert = (n) =>
  Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => new Fraction(1n, BigInt(i + j + 1))),
  );

console.log(
  `${determinant([
    [2, -3, 1],
    [2, 0, -1],
    [1, 4, 5],
  ])}`,
);
console.log(
  `${determinant([
    [1, 2],
    [2, 4],
  ])}`,
);
for (const n of [2, 3, 4, 5]) console.log(n, String(determinant(hilbert(n))));
console.log(+new Fraction(1n, 4n) + 1, new Fraction(6n, -8n) + "!");
try {
  Fraction.of(1).over(Fraction.of(0));
} catch (error) {
  console.log(error.name, error.message);
}
