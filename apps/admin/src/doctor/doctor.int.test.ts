import { findSecrets } from "@workspace/local-stack/find-secrets";
import { expect, test } from "vitest";
import { openAdminTarget } from "../../tests/open-admin-target.js";
import { runAdmin } from "../../tests/run-admin.js";
import type { Finding } from "./finding.js";

const { env } = await openAdminTarget();
const secrets = [
  env["JWT_SECRET"],
  env["REDIS_PASSWORD"],
  new URL(env["DATABASE_URL"] ?? "").password,
].filter((secret) => secret !== undefined && secret !== "") as string[];

async function examine(changes: Record<string, string> = {}) {
  const { code, output, notes } = await runAdmin(["doctor", "--json"], {
    env: { ...env, ...changes },
  });
  expect(findSecrets(`${output}${notes}`, secrets)).toEqual([]);
  const findings = JSON.parse(output) as Finding[];
  const levelOf = Object.fromEntries(findings.map(({ about, level }) => [about, level]));
  return { code, findings, levelOf };
}

test("says what can be reached, which isolation works here, and what is missing", async () => {
  const { code, levelOf } = await examine();
  expect(code).toBe(0);
  expect(levelOf).toMatchObject({
    environment: "ok",
    PostgreSQL: "ok",
    migrations: "ok",
    Redis: "ok",
    admins: "warn",
    workers: "warn",
    "http-backend": "warn",
    BCRYPT_COST: "warn",
    JWT_SECRET: "ok",
  });
  expect(levelOf["sandbox here"]).toMatch(/ok|warn/);
});

test("fails, and looks on, where something is away", async () => {
  const { code, levelOf, findings } = await examine({
    DATABASE_URL: "postgresql://user:not-to-be-told@127.0.0.1:9/db",
    REDIS_PORT: "9",
    HTTP_URL: "http://127.0.0.1:9",
  });
  expect(code).toBe(1);
  expect(levelOf).toMatchObject({ PostgreSQL: "FAIL", Redis: "FAIL", "http-backend": "FAIL" });
  expect(JSON.stringify(findings)).not.toContain("not-to-be-told");
});

test("fails where the services would not start, a problem a line", async () => {
  const { code, output } = await runAdmin(["doctor"], { env: { ...env, PORT: "x" } });
  expect(code).toBe(1);
  expect(output).toMatch(/^FAIL +environment +PORT: .+\n +-> /m);
  expect(output).toMatch(/\d+ ok, \d+ warn, 1 FAIL$/);
});
