import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type DocumentedVariable, listDocumentedEnv } from "../tests/documented-env.js";
import { renderTable, replaceSection } from "../tests/markdown-table.js";
import { httpEnv, originEnv, serviceEnv, tokenEnv, websocketEnv, workerEnv } from "./env.js";

// The documents are written anew by `pnpm vitest run --project unit env-example -u`.
const inRoot = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const ENV_EXAMPLE = inRoot(".env.example");
const CONFIGURATION = inRoot("docs/configuration.md");
const README = inRoot("README.md");

/** What one will want to set for a deployment: the rest stands in docs/configuration.md alone. */
const ESSENTIAL = [
  "DATABASE_URL",
  "REDIS_URL",
  "REDIS_HOST",
  "REDIS_PORT",
  "REDIS_PASSWORD",
  "JWT_SECRET",
  "JWT_SECRET_FILE",
  "PORT",
  "NODE_ENV",
  "CORS_ORIGIN",
  "PUBLIC_WS_URL",
  "TRUST_PROXY_HOPS",
  "JWT_EXPIRES_IN",
  "AUTH_RATE_LIMIT_PER_MINUTE",
  "WORKER_CONCURRENCY",
  "SANDBOX_TIER",
  "SANDBOX_WALL_MS",
  "SANDBOX_MEMORY_BYTES",
  "EVENT_RETENTION_DAYS",
  "OUTPUT_RETENTION_DAYS",
  "METRICS_TOKEN",
  "ALERT_WEBHOOK_URL",
];

const groups = listDocumentedEnv();
const variables = [...groups.values()].flat();

function renderEnvExample(): string {
  const lines = ["# Every variable with its default. Copy to .env what you change."];
  for (const [title, group] of groups) {
    lines.push("", `## ${title}`);
    for (const { name, default: value, description } of group)
      lines.push("", `# ${description}`, `# ${name}=${value}`);
  }
  return `${lines.join("\n")}\n`;
}

const renderVariables = (list: readonly DocumentedVariable[]): string =>
  renderTable([
    ["variable", "default", "what it is"],
    ...list.map(({ name, default: value, description }) => [
      `\`${name}\``,
      value === "" ? "" : `\`${value}\``,
      description,
    ]),
  ]);

const renderGroups = (): string =>
  [...groups].map(([title, group]) => `### ${title}\n\n${renderVariables(group)}`).join("\n\n");

test(".env.example documents every variable with its default", async () => {
  await expect(renderEnvExample()).toMatchFileSnapshot(ENV_EXAMPLE);
});

test("docs/configuration.md has every variable in its tables", async () => {
  const document = replaceSection(readFileSync(CONFIGURATION, "utf8"), "variables", renderGroups());
  await expect(document).toMatchFileSnapshot(CONFIGURATION);
});

test("README.md has the essential variables as they are", async () => {
  const essential = ESSENTIAL.map((name) => variables.find((variable) => variable.name === name));
  expect(essential).not.toContain(undefined);
  const table = renderVariables(essential.filter((variable) => variable !== undefined));
  const document = replaceSection(readFileSync(README, "utf8"), "configuration", table);
  await expect(document).toMatchFileSnapshot(README);
});

test("every variable has a description", () => {
  expect(variables.filter(({ description }) => description === "")).toEqual([]);
});

test("every variable that a service reads is there exactly once", () => {
  const all = {
    ...serviceEnv,
    ...tokenEnv,
    ...originEnv,
    ...httpEnv,
    ...websocketEnv,
    ...workerEnv,
  };
  const names = renderEnvExample().match(/^# [A-Z_]+(?==)/gm);
  expect(names?.map((line) => line.slice(2)).sort()).toEqual(
    [...Object.keys(all), "HTTP_PORT", "WS_PORT", "WORKER_PORT", "DATA_DIR"].sort(),
  );
});
