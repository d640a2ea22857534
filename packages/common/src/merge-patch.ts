import type { JsonObject } from "./contracts/projects.js";

type Json = JsonObject[string];

/**
 * Applies an RFC 7396 merge patch and returns a new object; neither argument changes. Null removes a
 * member, objects merge, everything else (arrays too) replaces. Source: RFC 7396, section 2.
 */
export function applyMergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const result = new Map<string, Json>(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else if (isObject(value)) {
      const current = result.get(key);
      result.set(key, applyMergePatch(isObject(current) ? current : {}, value));
    } else result.set(key, value);
  }
  return Object.fromEntries(result);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
