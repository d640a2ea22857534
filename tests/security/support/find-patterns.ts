import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createSubmitJobSchema } from "@workspace/common/contracts/jobs";
import { DEFAULT_JOB_CAPS } from "@workspace/common/contracts/run-limits";
import { z } from "zod";
import type * as core from "zod/v4/core";

const CONTRACTS = new URL("../../../packages/common/src/contracts/", import.meta.url);

/** What the contracts make of a service's settings, by the factory's name. */
const MADE: Readonly<Record<string, z.ZodType>> = {
  createSubmitJobSchema: createSubmitJobSchema(DEFAULT_JOB_CAPS),
};

/** Every regular expression that a contract holds against a text from outside, by its source. @throws for a factory that is not in the table */
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
    for (const [exportName, exported] of Object.entries(contract))
      if (exported instanceof z.ZodType) visit(exported);
      else if (/^create\w*Schema$/.test(exportName)) visit(requireMade(exportName));
  }
  return patterns;
}

function requireMade(name: string): z.ZodType {
  const schema = MADE[name];
  if (schema === undefined) throw new Error(`${name} has no schema in the table`);
  return schema;
}
