import { escapeHtml } from "./html.js";
import type { JsonSchema } from "./json-schemas.js";

const COMPONENT = "#/components/schemas/";

/** Components by name. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

/** A schema as nested lists of its fields, with components where they are used. */
export const renderSchema = (schema: JsonSchema, schemas: Schemas): string =>
  renderFields(resolve(schema, schemas), schemas) || `<p>${renderType(schema, schemas)}</p>`;

/** The fields of an object, or of each of the objects that something may be. */
function renderFields(schema: JsonSchema, schemas: Schemas): string {
  const choices = choicesOf(schema)
    .map((choice) => resolve(choice, schemas))
    .map((choice) => renderFields(choice, schemas))
    .filter((fields) => fields !== "");
  if (choices.length > 0) return choices.join(`<p class="or">or</p>`);
  if (schema["type"] === "array") return renderFields(resolve(itemOf(schema), schemas), schemas);
  const properties = Object.entries((schema["properties"] ?? {}) as Schemas);
  if (properties.length === 0) return "";
  const required = new Set(schema["required"] as string[] | undefined);
  const items = properties.map(
    ([name, property]) =>
      `<li><code>${escapeHtml(name)}${required.has(name) ? "" : "?"}</code> <span class="type">${renderType(property, schemas)}</span>${describe(property)}${renderFields(resolve(property, schemas), schemas)}</li>`,
  );
  return `<ul class="fields">${items.join("")}</ul>`;
}

function describe({ description }: JsonSchema): string {
  return typeof description === "string" ? ` ${renderText(description)}` : "";
}

/** Says in a word or two what a value is. */
function renderType(schema: JsonSchema, schemas: Schemas): string {
  const { $ref, type, format, enum: values } = schema;
  if (typeof $ref === "string" && nameOf($ref) === "Json") return "any JSON";
  const resolved = resolve(schema, schemas);
  if (resolved !== schema) return renderType(resolved, schemas);
  if ("const" in schema) return escapeHtml(JSON.stringify(schema["const"]));
  if (Array.isArray(values))
    return values.map((value) => escapeHtml(JSON.stringify(value))).join(" | ");
  const choices = choicesOf(schema);
  if (choices.length > 0)
    return [...new Set(choices.map((choice) => renderType(choice, schemas)))].join(" | ");
  if (Array.isArray(schema["items"])) {
    const parts = (schema["items"] as JsonSchema[]).map((item) => renderType(item, schemas));
    return `[${parts.join(", ")}]`;
  }
  if (type === "array") return `${renderType(itemOf(schema), schemas)}[]`;
  if (Array.isArray(type)) return type.join(" | ");
  const word = String(format ?? type ?? "anything");
  return escapeHtml(`${word}${renderBounds(schema)}`);
}

function renderBounds({ minimum, maximum, maxLength, minLength }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined)
    return ` ${String(minimum)} to ${String(maximum)}`;
  if (minimum !== undefined) return ` ≥ ${String(minimum)}`;
  if (minLength !== undefined && maxLength !== undefined)
    return ` of ${String(minLength)} to ${String(maxLength)} characters`;
  return maxLength === undefined ? "" : ` of at most ${String(maxLength)} characters`;
}

const choicesOf = (schema: JsonSchema): JsonSchema[] =>
  (schema["oneOf"] ?? schema["anyOf"] ?? []) as JsonSchema[];

function itemOf(schema: JsonSchema): JsonSchema {
  const items = schema["items"] ?? {};
  return Array.isArray(items) ? {} : (items as JsonSchema);
}

/** What a reference stands for; any JSON stands for itself, since it never ends. */
function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const [only] = (schema["allOf"] ?? []) as JsonSchema[];
  const { $ref = only?.["$ref"] } = schema;
  if (typeof $ref !== "string") return schema;
  const name = nameOf($ref);
  if (name === "Json") return { description: "", type: "any JSON" };
  return schemas[name] ?? {};
}

const nameOf = (reference: string): string => reference.replace(COMPONENT, "");

/** The little Markdown that descriptions have: code, bold, links of our own, paragraphs. */
export function renderText(markdown: string): string {
  return escapeHtml(markdown)
    .replaceAll(/`([^`]+)`/g, "<code>$1</code>")
    .replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replaceAll(/\[([^\]]+)\]\((\/[\w/.-]*)\)/g, '<a href="$2">$1</a>');
}

/** As {@link renderText}, with a paragraph for each. */
export const renderParagraphs = (markdown = ""): string =>
  markdown
    .split("\n\n")
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => `<p>${renderText(paragraph)}</p>`)
    .join("\n");
