import "@workspace/local-stack/provided-context";
import { chooseRedisKind } from "@workspace/local-stack/redis-server";
import type { TestProject } from "vitest/node";
import { holdTestStack } from "./test-stack.js";

/** Global set-up of the integration tests: one PostgreSQL for all files, each of which makes a database of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await holdTestStack();
  project.provide("databaseUrl", stack.databaseUrl);
  project.provide("redisKind", chooseRedisKind(process.env));
  return () => stack.release();
}
