type Schema =
  | { type: "string"; minLength?: number; pattern?: string }
  | { type: "number"; minimum?: number; maximum?: number }
  | { type: "boolean" }
  | { type: "array"; items: Schema }
  | { type: "object"; properties: Record<string, Schema>; required?: readonly string[] };

type Infer<S> = S extends { type: "string" }
  ? string
  : S extends { type: "number" }
    ? number
    : S extends { type: "boolean" }
      ? boolean
      : S extends { type: "array"; items: infer I }
        ? Infer<I>[]
        : S extends { type: "object"; properties: infer P }
          ? { -readonly [K in keyof P]: Infer<P[K]> }
          : never;

function* problems(schema: Schema, value: unknown, path = "$"): Generator<string> {
  switch (schema.type) {
    case "string":
      if (typeof value !== "string") yield `${path}: expected string`;
      else if (value.length < (schema.minLength ?? 0)) yield `${path}: too short`;
      else if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
        yield `${path}: does not match`;
      break;
    case "number":
      if (typeof value !== "number") yield `${path}: expected number`;
      else if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity))
        yield `${path}: out of range`;
      break;
    case "boolean":
      if (typeof value !== "boolean") yield `${path}: expected boolean`;
      break;
    case "array":
      if (!Array.isArray(value)) yield `${path}: expected array`;
      else
        for (const [index, item] of value.entries())
          yield* problems(schema.items, item, `${path}[${index}]`);
      break;
    case "object":
      if (typeof value !== "object" || value === null) {
        yield `${path}: expected object`;
        break;
      }
      for (const key of schema.required ?? [])
        if (!Object.hasOwn(value, key)) yield `${path}.${key}: missing`;
      for (const [key, child] of Object.entries(schema.properties)) {
        if (Object.hasOwn(value, key))
          yield* problems(child, (value as Record<string, unknown>)[key], `${path}.${key}`);
      }
  }
}

const productSchema = {
  type: "object",
  properties: {
    sku: { type: "string", pattern: "^[A-Z]{2}-\\d+$" },
    price: { type: "number", minimum: 0 },
    tags: { type: "array", items: { type: "string", minLength: 2 } },
    active: { type: "boolean" },
  },
  required: ["sku", "price"],
} as const satisfies Schema;
type Product = Infer<typeof productSchema>;

function parse<S extends Schema>(schema: S, text: string): Infer<S> {
  const value: unknown = JSON.parse(text);
  const found = [...problems(schema, value)];
  if (found.length > 0) throw new TypeError(found.join("; "));
  return value as Infer<S>;
}
const product: Product = parse(
  productSchema,
  '{"sku":"AB-1","price":9.5,"tags":["new"],"active":true}',
);
console.log(product.sku.toLowerCase(), product.price * 2, product.tags.length);
for (const text of [
  '{"sku":"ab","tags":["x",5]}',
  "[]",
  '{"sku":"AB-1","price":-1,"active":0}',
  "null",
]) {
  try {
    parse(productSchema, text);
  } catch (error) {
    console.log((error as Error).message);
  }
}
