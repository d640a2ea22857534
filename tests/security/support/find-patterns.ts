import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type * as core from "zod/v4/core";

const CONTRACTS = new URL("../../../packages/common/src/contracts/", import.meta.url);

/** Every regular expression that a contract holds against a text from outside, by its source. */
export async function findContractPatterns(): Promise<Map<string, RegExp>> {
  const patterns = new Map<string, RegExp>();
  const seen = new Set<object>();

  // What a schema is made of lies in its definition: other schemas, and checks with their patterns.
  function visit(value: unknown): void {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof RegExp) patterns.set(value.source, value);
    else if ("_zod" in value) visit((value as core.$ZodType)._zod.def);
    else for (const part of Object.values(value)) visit(part);
  }

  for (const name of readdirSync(fileURLToPath(CONTRACTS))) {
    if (name.endsWith(".test.ts")) continue;
    const contract = (await import(new URL(name, CONTRACTS).href)) as Record<string, unknown>;
    for (const exported of Object.values(contract))
      if (exported instanceof z.ZodType) visit(exported);
  }
  return patterns;
}
