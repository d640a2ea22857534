import { z } from "zod";

/** A JSON Schema. */
export type JsonSchema = { [keyword: string]: unknown };

interface Conversion {
  /** Schemas that others point at, by the name that they get. */
  components: Readonly<Record<string, z.ZodType>>;
  /** Schemas that are wanted, by any key. */
  wanted: ReadonlyMap<string, z.ZodType>;
  /** What is sent to the service, or what it sends. */
  io: "input" | "output";
  /** OpenAPI 3.1 has the one, AsyncAPI 3 the other. */
  target?: "draft-2020-12" | "draft-07";
}

export interface ConvertedSchemas {
  components: Record<string, JsonSchema>;
  /** The schema of a key: a reference where it is a component. */
  get(key: string): JsonSchema;
}

const REFERENCE = "#/components/schemas/";
/** Keeps the keys of wanted schemas apart from the names of components. */
const WANTED = "wanted ";

/**
 * Turns contracts into JSON Schema, all of one direction at once. What the service sends is left open: it may have
 * more fields one day, which clients are to ignore.
 */
export function convertSchemas({
  components,
  wanted,
  io,
  target = "draft-2020-12",
}: Conversion): ConvertedSchemas {
  const names = new Map(Object.entries(components).map(([name, schema]) => [schema, name]));
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(components)) registry.add(schema, { id: name });
  const keys = new Map<string, string>();
  for (const [key, schema] of wanted) {
    const id = names.get(schema) ?? `${WANTED}${key}`;
    if (!names.has(schema)) names.set(schema, id);
    registry.add(schema, { id });
    keys.set(key, id);
  }
  const { schemas } = z.toJSONSchema(registry, {
    io,
    target,
    uri: (id) => `${REFERENCE}${id}`,
    override: ({ jsonSchema }) => tidy(jsonSchema),
  });
  const converted = Object.entries(schemas).map(([id, schema]): [string, JsonSchema] => {
    const { $id: _id, $schema: _schema, ...rest } = schema;
    return [id, (io === "output" ? open(rest) : rest) as JsonSchema];
  });
  const byId = new Map(converted);
  return {
    components: Object.fromEntries(converted.filter(([id]) => !id.startsWith(WANTED))),
    get(key) {
      const id = keys.get(key);
      if (id === undefined) throw new Error(`no schema was wanted for ${key}`);
      return id.startsWith(WANTED) ? (byId.get(id) ?? {}) : { $ref: `${REFERENCE}${id}` };
    },
  };
}

/** Takes away what says nothing to a reader: patterns beside their format, and the bounds of safe integers. */
function tidy(schema: JsonSchema): void {
  if (schema["format"] !== undefined) delete schema["pattern"];
  if (schema["minimum"] === Number.MIN_SAFE_INTEGER) delete schema["minimum"];
  if (schema["maximum"] === Number.MAX_SAFE_INTEGER) delete schema["maximum"];
  // Keys of JSON are texts, and what is read only is so in TypeScript alone.
  delete schema["propertyNames"];
  delete schema["readOnly"];
}

function open(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(open);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => keyword !== "additionalProperties" || value !== false)
      .map(([keyword, value]) => [keyword, open(value)]),
  );
}
