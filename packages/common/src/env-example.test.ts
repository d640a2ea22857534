import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { httpEnv, originEnv, serviceEnv, tokenEnv, websocketEnv, workerEnv } from "./env.js";

/** The file is written anew by `pnpm vitest run --project unit -u env-example`. */
const ENV_EXAMPLE = fileURLToPath(new URL("../../../.env.example", import.meta.url));

/** What `npm start` reads beside the services' own variables. */
const stackEnv = {
  HTTP_PORT: z.number().default(3000).describe("Port of the REST API"),
  WS_PORT: z.number().default(3001).describe("Port of the sockets"),
  WORKER_PORT: z.number().default(3002).describe("Port of the worker's health and metrics"),
  DATA_DIR: z
    .string()
    .default(".data")
    .describe("Where PostgreSQL, Redis and the generated secrets are kept"),
};

const PORT = z
  .number()
  .default(3000)
  .describe(
    "Port of a service that is started alone: 3000 http-backend, 3001 websocket-backend, 3002 worker-backend",
  );

const SERVICES: Record<string, z.ZodRawShape> = {
  "http-backend": { ...httpEnv, PORT },
  "websocket-backend": websocketEnv,
  "worker-backend": workerEnv,
};

/** Every variable once, under a title that tells who reads it. */
function groupVariables(): Map<string, z.ZodRawShape> {
  const groups = new Map<string, z.ZodRawShape>([["npm start", stackEnv]]);
  for (const [name, schema] of Object.values(SERVICES).flatMap((shape) => Object.entries(shape))) {
    const readers = Object.keys(SERVICES).filter((service) => name in (SERVICES[service] ?? {}));
    const isEverywhere = readers.length === Object.keys(SERVICES).length;
    const title = isEverywhere ? "Every service" : readers.join(" and ");
    const group = groups.get(title) ?? {};
    groups.set(title, name in group ? group : { ...group, [name]: schema });
  }
  return groups;
}

interface Documented {
  description?: string;
  default?: unknown;
}

function renderEnvExample(): string {
  const lines = ["# Every variable with its default. Copy to .env what you change."];
  for (const [title, shape] of groupVariables()) {
    lines.push("", `## ${title}`);
    const { properties = {} } = z.toJSONSchema(z.object(shape), { io: "input" });
    for (const [name, property] of Object.entries(properties)) {
      const { description, default: value = "" } = property as Documented;
      lines.push("", `# ${description}`, `# ${name}=${String(value)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

test(".env.example documents every variable with its default", async () => {
  await expect(renderEnvExample()).toMatchFileSnapshot(ENV_EXAMPLE);
});

test("every variable has a description", () => {
  expect(renderEnvExample()).not.toContain("# undefined");
});

test("every variable that a service reads is there exactly once", () => {
  const documented = renderEnvExample().match(/^# [A-Z_]+(?==)/gm);
  const all = {
    ...serviceEnv,
    ...tokenEnv,
    ...originEnv,
    ...httpEnv,
    ...websocketEnv,
    ...workerEnv,
  };
  expect(documented?.map((line) => line.slice(2)).sort()).toEqual(
    [...Object.keys(all), ...Object.keys(stackEnv)].sort(),
  );
});
