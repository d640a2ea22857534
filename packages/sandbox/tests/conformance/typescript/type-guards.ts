interface Cat {
  type: "cat";
  lives: number;
}
interface Dog {
  type: "dog";
  tricks?: string[];
}
type Pet = Cat | Dog;

const isDog = (pet: Pet): pet is Dog => pet.type === "dog";
function assertString(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string")
    throw new TypeError(`${name} is ${value === null ? "null" : typeof value}`);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return `text of ${value.length}`;
  if (typeof value === "bigint" || typeof value === "number") return `number ${value}`;
  if (Array.isArray(value)) return `list [${value.map(describe).join("; ")}]`;
  if (value instanceof Date) return `date ${value.getUTCFullYear()}`;
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "object" && "type" in value) return `a ${String(value.type)}`;
  return typeof value;
}

const pets: Pet[] = [
  { type: "cat", lives: 9 },
  { type: "dog", tricks: ["sit", "roll"] },
  { type: "dog" },
];
console.log(pets.filter(isDog).flatMap((dog) => dog.tricks ?? ["none"]));
for (const pet of pets) console.log(isDog(pet) ? (pet.tricks?.length ?? 0) : pet.lives);
for (const value of [
  "hi",
  1n,
  2.5,
  [1, [null]],
  new Date(0),
  describe,
  pets[0],
  true,
  Symbol.iterator,
]) {
  console.log(describe(value));
}

type Schema<T> = { [K in keyof T]: (value: unknown) => value is T[K] };
const string = (value: unknown): value is string => typeof value === "string";
const number = (value: unknown): value is number => typeof value === "number";
const arrayOf =
  <T>(item: (value: unknown) => value is T) =>
  (value: unknown): value is T[] =>
    Array.isArray(value) && value.every(item);

function validate<T>(schema: Schema<T>, input: unknown): input is T {
  if (typeof input !== "object" || input === null) return false;
  return (Object.keys(schema) as (keyof T)[]).every((key) => schema[key]((input as T)[key]));
}
const userSchema: Schema<{ name: string; scores: number[] }> = {
  name: string,
  scores: arrayOf(number),
};
const input: unknown = JSON.parse('{"name":"Ann","scores":[1,2.5]}');
if (validate(userSchema, input)) console.log(input.name, Math.max(...input.scores));
console.log(validate(userSchema, { name: "Bob", scores: ["1"] }), validate(userSchema, 5));
try {
  const value: unknown = 42;
  assertString(value, "answer");
  console.log(value.toUpperCase());
} catch (error: unknown) {
  console.log(error instanceof TypeError && error.message);
}
