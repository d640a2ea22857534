class BitSet implements Iterable<number> {
  private bits = 0n;
  static of(...members: number[]): BitSet {
    return members.reduce((set, n) => set.add(n), new BitSet());
  }
  add(n: number): this {
    this.bits |= 1n << BigInt(n);
    return this;
  }
  has(n: number): boolean {
    return ((this.bits >> BigInt(n)) & 1n) === 1n;
  }
  private combine(other: BitSet, operation: (a: bigint, b: bigint) => bigint): BitSet {
    const result = new BitSet();
    result.bits = operation(this.bits, other.bits);
    return result;
  }
  union = (other: BitSet): BitSet => this.combine(other, (a, b) => a | b);
  intersect = (other: BitSet): BitSet => this.combine(other, (a, b) => a & b);
  minus = (other: BitSet): BitSet => this.combine(other, (a, b) => a & ~b);
  *[Symbol.iterator](): Generator<number, void> {
    for (let n = 0, rest = this.bits; rest > 0n; n++, rest >>= 1n) if (rest & 1n) yield n;
  }
  toString(base = 2): string {
    return this.bits.toString(base);
  }
}

const evens = BitSet.of(0, 2, 4, 64, 100);
const squares = BitSet.of(0, 1, 4, 9, 64, 100);
console.log([...evens.union(squares)], [...evens.intersect(squares)], [...squares.minus(evens)]);
console.log(evens.has(64), evens.has(63), `${BitSet.of(1, 3)}`, evens.toString(16));

function* collatz(n: bigint): Generator<bigint> {
  for (yield n; n !== 1n; yield n) n = n % 2n === 0n ? n / 2n : 3n * n + 1n;
}
console.log([...collatz(7n)].join(" "), [...collatz(27n)].length);
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const lcm = (...numbers: bigint[]): bigint => numbers.reduce((a, b) => (a / gcd(a, b)) * b);
console.log(lcm(...Array.from({ length: 40 }, (_, i) => BigInt(i + 1))));
const toWords = (n: bigint): string => n.toString().replace(/\B(?=(\d{3})+$)/g, "_");
console.log(toWords(2n ** 100n), BigInt.asUintN(16, -1n), typeof (5n as bigint), 7n / 2n);
