import { readFileSync } from "node:fs";
import { httpEnv, websocketEnv, workerEnv } from "@workspace/common/env";
import { expect, test } from "vitest";

const compose = readFileSync(new URL("../docker-compose.yml", import.meta.url), "utf8");

/** The lines below a key, which are indented deeper than it. */
function readBlock(key: string, indent: number): string {
  const margin = " ".repeat(indent);
  const block = new RegExp(`^${margin}${key}:.*\n((?:(?:${margin}  .*)?\n)+)`, "m").exec(compose);
  if (block?.[1] === undefined) throw new Error(`docker-compose.yml has no ${key}`);
  return block[1];
}

const variablesIn = (block: string): string[] =>
  [...block.matchAll(/^ +([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name as string);

const connections = variablesIn(readBlock("x-connections", 0));
const secret = variablesIn(readBlock("x-secret", 0));
const jobCaps = variablesIn(readBlock("x-job-caps", 0));

test.each([
  ["http-backend", httpEnv, [...connections, ...secret, ...jobCaps]],
  ["websocket-backend", websocketEnv, [...connections, ...secret]],
  ["worker-backend", workerEnv, [...connections, ...jobCaps]],
])("docker-compose.yml hands every variable of %s over", (service, env, shared) => {
  const handedOver = new Set([...shared, ...variablesIn(readBlock(service, 2))]);
  expect(Object.keys(env).filter((name) => !handedOver.has(name))).toEqual([]);
});
