import type { z } from "zod";
import { AppError } from "./app-error.js";

/** Deepest nesting of any JSON that is accepted; deeper input is an attack, not a document. */
const MAX_DEPTH = 64;

/**
 * Finds what makes a JSON value unsafe to keep or to merge, whatever its schema: NUL characters and
 * lone surrogates (PostgreSQL refuses both), binary data, keys that reach an object's prototype, numbers that JSON
 * cannot carry, and nesting deeper than 64 levels. Iterative, so that depth cannot exhaust the stack.
 *
 * @returns where and what, or null when the value is fine
 */
export function findUnsafeJson(root: unknown): { path: string; message: string } | null {
  const pending: { value: unknown; path: string; depth: number }[] = [
    { value: root, path: "", depth: 0 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path, depth } = next;
    if (typeof value === "string") {
      const message = findUnsafeText(value);
      if (message !== null) return { path, message };
    } else if (typeof value === "number") {
      if (!Number.isFinite(value)) return { path, message: "must be a finite number" };
    } else if (ArrayBuffer.isView(value)) {
      return { path, message: "must not be binary" };
    } else if (typeof value === "object" && value !== null) {
      if (depth === MAX_DEPTH)
        return { path, message: `is nested deeper than ${MAX_DEPTH} levels` };
      for (const [key, child] of Object.entries(value)) {
        const childPath = path === "" ? key : `${path}.${key}`;
        if (reachesPrototype(key, child)) return { path: childPath, message: "is a forbidden key" };
        const message = Array.isArray(value) ? null : findUnsafeText(key);
        if (message !== null) return { path, message: `has a key that ${message}` };
        pending.push({ value: child, path: childPath, depth: depth + 1 });
      }
    }
  }
  return null;
}

function findUnsafeText(text: string): string | null {
  if (text.includes("\0")) return "must not contain NUL characters";
  if (!text.isWellFormed()) return "must be well-formed Unicode";
  return null;
}

function reachesPrototype(key: string, child: unknown): boolean {
  if (key === "__proto__") return true;
  return (
    key === "constructor" &&
    typeof child === "object" &&
    child !== null &&
    Object.hasOwn(child, "prototype")
  );
}

/** @throws {AppError} VALIDATION_FAILED for what {@link findUnsafeJson} finds */
export function requireSafeJson(input: unknown): void {
  const unsafe = findUnsafeJson(input);
  if (unsafe !== null) throw invalidInput([unsafe]);
}

/**
 * Parses what came from outside: unsafe JSON first, then the contract.
 *
 * @throws {AppError} VALIDATION_FAILED with one detail per problem
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  requireSafeJson(input);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    parsed.error.issues.slice(0, 20).map((issue) => ({
      path: issue.path.map(String).join("."),
      message: issue.message,
    })),
  );
}

/** Longest part of an input's own keys that a refusal repeats. */
const MAX_PATH_LENGTH = 200;
/** zod names every key that should not be there. */
const MAX_MESSAGE_LENGTH = 300;

function invalidInput(problems: { path: string; message: string }[]): AppError {
  const details = problems.map(({ path, message }) => ({
    path: path.slice(0, MAX_PATH_LENGTH),
    message: message.slice(0, MAX_MESSAGE_LENGTH),
  }));
  const first = details[0];
  const where = first === undefined || first.path === "" ? "The input" : first.path;
  return new AppError("VALIDATION_FAILED", `${where}: ${first?.message ?? "is invalid"}`, {
    details,
  });
}
