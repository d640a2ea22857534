type Row = readonly number[];
class Matrix {
  private constructor(private readonly rows: readonly Row[]) {}

  static of(...rows: Row[]): Matrix {
    if (rows.some(({ length }) => length !== rows[0]?.length)) throw new TypeError("ragged rows");
    return new Matrix(rows);
  }
  static identity(n: number): Matrix {
    return Matrix.generate(n, n, (i, j) => Number(i === j));
  }
  static generate(height: number, width: number, cell: (i: number, j: number) => number): Matrix {
    return new Matrix(
      Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => cell(i, j))),
    );
  }
  get size(): [height: number, width: number] {
    return [this.rows.length, this.rows[0]?.length ?? 0];
  }
  at(i: number, j: number): number {
    return this.rows[i]![j]!;
  }
  times(other: Matrix | number): Matrix {
    const [height, width] = this.size;
    if (typeof other === "number")
      return Matrix.generate(height, width, (i, j) => this.at(i, j) * other);
    const [inner, right] = other.size;
    if (width !== inner) throw new RangeError(`cannot multiply ${this.size} by ${other.size}`);
    return Matrix.generate(height, right, (i, j) => {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += this.at(i, k) * other.at(k, j);
      return sum;
    });
  }
  power(exponent: number): Matrix {
    if (exponent === 0) return Matrix.identity(this.size[0]);
    const half = this.power(exponent >> 1);
    const squared = half.times(half);
    return exponent & 1 ? squared.times(this) : squared;
  }
  transpose(): Matrix {
    const [height, width] = this.size;
    return Matrix.generate(width, height, (i, j) => this.at(j, i));
  }
  toString(): string {
    const width = Math.max(...this.rows.flat().map((n) => String(n).length));
    return this.rows.map((row) => row.map((n) => String(n).padStart(width)).join(" ")).join("\n");
  }
}

const m = Matrix.of([1, 2, 3], [4, 5, 6]);
console.log(`${m.times(m.transpose())}\n--\n${m.transpose().times(2)}`);
console.log(`${Matrix.of([1, 1], [1, 0]).power(70)}`);
for (const attempt of [() => m.times(m), () => Matrix.of([1], [1, 2])]) {
  try {
    attempt();
  } catch (error) {
    console.log(`${error}`);
  }
}
