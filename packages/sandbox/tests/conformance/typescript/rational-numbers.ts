class Rational {
  static readonly zero = new Rational(0n);
  readonly numerator: bigint;
  readonly denominator: bigint;
  constructor(numerator: bigint, denominator = 1n) {
    if (denominator === 0n) throw new RangeError("zero denominator");
    const divisor = Rational.gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
  }
  private static gcd(a: bigint, b: bigint): bigint {
    while (b !== 0n) [a, b] = [b, a % b];
    return a < 0n ? -a : a || 1n;
  }
  static parse(text: string): Rational {
    const match = /^(-?\d+)(?:\/(\d+)|\.(\d+))?$/.exec(text);
    if (match === null) throw new SyntaxError(`not a number: ${text}`);
    const [, whole = "0", denominator, decimals] = match;
    if (decimals !== undefined)
      return new Rational(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
    return new Rational(BigInt(whole), BigInt(denominator ?? 1));
  }
  add({ numerator, denominator }: Rational): Rational {
    return new Rational(
      this.numerator * denominator + numerator * this.denominator,
      this.denominator * denominator,
    );
  }
  multiply = (other: Rational): Rational =>
    new Rational(this.numerator * other.numerator, this.denominator * other.denominator);
  toString(): string {
    return this.denominator === 1n
      ? String(this.numerator)
      : `${this.numerator}/${this.denominator}`;
  }
  toDecimal(digits: number): string {
    const scale = 10n ** BigInt(digits);
    const scaled = (this.numerator * scale) / this.denominator;
    const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, "0");
    return `${scaled < 0n ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
  }
}

const harmonic = Array.from({ length: 20 }, (_, i) => new Rational(1n, BigInt(i + 1))).reduce(
  (a, b) => a.add(b),
  Rational.zero,
);
console.log(`${harmonic}`, harmonic.toDecimal(30));
console.log(
  String(Rational.parse("0.125").add(Rational.parse("-3/8"))),
  `${Rational.parse("6/4").multiply(new Rational(2n, -3n))}`,
);
let e = Rational.zero;
let term = new Rational(1n);
for (let n = 1n; n <= 30n; n++) {
  e = e.add(term);
  term = term.multiply(new Rational(1n, n));
}
console.log(e.toDecimal(30), new Rational(-1n, 3n).toDecimal(5));
for (const text of ["1/0", "abc"]) {
  try {
    Rational.parse(text);
  } catch (error) {
    console.log(`${error}`);
  }
}
