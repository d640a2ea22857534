type Shape =
  | { kind: "circle"; radius: number }
  | { kind: "rectangle"; width: number; height: number }
  | { kind: "triangle"; sides: [number, number, number] }
  | { kind: "group"; members: Shape[] };

function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}

function area(shape: Shape): number {
  switch (shape.kind) {
    case "circle":
      return Math.PI * shape.radius ** 2;
    case "rectangle":
      return shape.width * shape.height;
    case "triangle": {
      const [a, b, c] = shape.sides;
      const s = (a + b + c) / 2;
      return Math.sqrt(s * (s - a) * (s - b) * (s - c));
    }
    case "group":
      return shape.members.reduce((sum, member) => sum + area(member), 0);
    default:
      return assertNever(shape);
  }
}

type Result<T, E = Error> = { ok: true; value: T } | { ok: false; error: E };
const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
const fail = <E>(error: E): Result<never, E> => ({ ok: false, error });

function parseAge(text: string): Result<number, string> {
  const age = Number(text);
  if (!Number.isInteger(age)) return fail(`"${text}" is not a whole number`);
  return age >= 0 && age < 150 ? ok(age) : fail(`${age} is out of range`);
}

const shapes: Shape[] = [
  { kind: "circle", radius: 1 },
  { kind: "rectangle", width: 3, height: 4 },
  { kind: "triangle", sides: [3, 4, 5] },
];
for (const shape of [...shapes, { kind: "group", members: shapes } satisfies Shape]) {
  console.log(shape.kind.padEnd(10), area(shape).toFixed(3));
}
for (const text of ["42", "x", "-1"]) {
  const result = parseAge(text);
  console.log(result.ok ? `age ${result.value}` : `error: ${result.error}`);
}
try {
  area({ kind: "hexagon" } as unknown as Shape);
} catch (error) {
  console.log((error as Error).message);
}
