type Bit = 0 | 1;
type Rule = (left: Bit, centre: Bit, right: Bit) => Bit;

const rule =
  (number: number): Rule =>
  (left, centre, right) =>
    ((number >> ((left << 2) | (centre << 1) | right)) & 1) as Bit;

function* evolve(row: readonly Bit[], next: Rule): Generator<readonly Bit[], never> {
  for (;;) {
    yield row;
    const { length } = row;
    row = row.map((centre, i) =>
      next(row[(i - 1 + length) % length]!, centre, row[(i + 1) % length]!),
    );
  }
}
const width = 31;
const seed = Array.from({ length: width }, (_, i): Bit => (i === width >> 1 ? 1 : 0));
for (const number of [90, 30]) {
  console.log(`rule ${number}`);
  let generation = 0;
  for (const row of evolve(seed, rule(number))) {
    console.log(
      row
        .map((bit) => (bit ? "#" : " "))
        .join("")
        .trimEnd(),
    );
    if (++generation === 8) break;
  }
}
