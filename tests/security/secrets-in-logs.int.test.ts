import { randomBytes } from "node:crypto";
import { eventually } from "@workspace/local-stack/eventually";
import { Writable } from "node:stream";
import { createLogger } from "@workspace/common/logger";
import { afterAll, expect, test } from "vitest";
import { createAlerts } from "../../apps/worker-backend/src/alerts.js";
import {
  connectClient,
  type ConnectOptions,
  endClientsWithFile,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { findSecrets } from "@workspace/local-stack/find-secrets";
import { type Sent, sendRequest } from "../setup/rest.js";
import { sendRequest as sendRaw } from "./support/send-request.js";
import { startLoggedServices } from "./support/start-logged-services.js";

const secret = (name: string): string => `${name}-${randomBytes(12).toString("hex")}`;

const JWT_SECRET = secret("jwt-secret-of-32-bytes-and-more");
const WEBHOOK_SECRET = secret("webhook");
const METRICS_TOKEN = secret("metrics");
const PASSWORD = secret("password");
const NEW_PASSWORD = secret("new-password");
const WRONG_PASSWORD = secret("wrong-password");
const IDEMPOTENCY_KEY = secret("idempotency");
const OTHER_REDIS_PASSWORD = secret("redis");
const OTHER_DATABASE_PASSWORD = secret("database");

endClientsWithFile();
const services = await startLoggedServices({
  JWT_SECRET,
  ALERT_WEBHOOK_SECRET: WEBHOOK_SECRET,
  METRICS_TOKEN,
  BCRYPT_COST: "4",
  AUTH_RATE_LIMIT_PER_MINUTE: "0",
  RECONCILE_INTERVAL_MS: "200",
});
const rest = services.urls["http-backend"];
const gateway = services.urls["websocket-backend"];

/** Everything that nobody who reads a log may see. Tokens and hashed passwords are known by their looks. */
const secrets = [
  JWT_SECRET,
  WEBHOOK_SECRET,
  METRICS_TOKEN,
  PASSWORD,
  NEW_PASSWORD,
  WRONG_PASSWORD,
  IDEMPOTENCY_KEY,
  OTHER_REDIS_PASSWORD,
  OTHER_DATABASE_PASSWORD,
  services.redis.password,
  new URL(services.databaseUrl).password,
];

// Whatever the tests below had the services do.
afterAll(() => {
  const log = services.readLog();
  expect(log.split("\n").length).toBeGreaterThan(50);
  expect(findSecrets(log, secrets)).toEqual([]);
});

/** What the API answers is of no interest but for what the next call needs. */
const call = async (route: string, sent?: Sent): Promise<unknown> =>
  (await sendRequest<unknown>(rest, route, sent)).body;

let people = 0;
async function signUp(): Promise<{ email: string; token: string }> {
  const email = `person${(people += 1)}@example.com`;
  await call("POST /auth/signup", { body: { email, password: PASSWORD, name: "N" } });
  const body = { email, password: PASSWORD };
  const answer = (await call("POST /auth/login", { body })) as { data: { token: string } };
  return { email, token: answer.data.token };
}

/** What goes well, and what is refused, with secrets wherever a client may put them. */
async function useEverything({ email, token }: { email: string; token: string }): Promise<void> {
  const keyed = { token, headers: { "idempotency-key": IDEMPOTENCY_KEY } };
  const project = (await call("POST /projects", { ...keyed, body: { name: "P" } })) as {
    id?: string;
  };
  await call("POST /projects", { ...keyed, body: { name: "P" } });
  await call("POST /projects", { ...keyed, body: { name: "Another" } });
  await call("POST /projects", { token, headers: { "idempotency-key": `${IDEMPOTENCY_KEY} ü` } });
  const projectId = project.id ?? "none";
  await call(`PUT /projects/${projectId}`, { token, body: { content: { a: 1 } } });
  await call(`POST /projects/${projectId}/collaborators`, {
    token,
    body: { email, role: "VIEWER" },
  });
  const payload = { code: "print(1)", language: "python" };
  const job = { projectId, type: "CODE_EXECUTION", payload };
  await call("POST /jobs/submit", { ...keyed, body: job });
  await call("POST /jobs/submit", {
    token,
    body: { ...job, payload: { ...payload, limits: { [PASSWORD]: 1 } } },
  });

  await call("POST /auth/login", { body: { email, password: WRONG_PASSWORD } });
  await call("POST /auth/login", { body: { email: 1, password: WRONG_PASSWORD } });
  await call("POST /auth/signup", { body: { email, password: PASSWORD, name: "" } });
  await sendRaw(rest, {
    route: "POST /api/v1/auth/signup",
    headers: { "content-type": "application/json" },
    body: `{"password":"${PASSWORD}"`,
  });
  await call("POST /auth/signup", { body: { password: `${PASSWORD}\0` } });
  await call("PUT /auth/password", {
    token,
    body: { currentPassword: WRONG_PASSWORD, newPassword: NEW_PASSWORD },
  });
  await call("POST /auth/refresh", { token, body: { token } });
  for (const wrong of [`${token}x`, token.slice(0, -1), token.split(".").slice(0, 2).join(".")])
    for (const route of ["GET /auth/me", "POST /auth/refresh"]) await call(route, { token: wrong });
  for (const query of [
    `token=${token}`,
    `TOKEN=${token}`,
    `a=b&token=${token}x&c=d`,
    `%74oken=${token}`,
    `access_token=${token}`,
    `password=${PASSWORD}`,
    `auth[token]=${token}`,
    `a=${token}`,
  ])
    await call(`GET /projects?${query}`, { token });
  for (const path of [`/projects/${token}`, `/${token}`]) await call(`GET ${path}`, { token });
  for (const name of ["cookie", "x-request-id", "x-api-key", "referer", "origin", "if-match"])
    await call("GET /projects", { token, headers: { [name]: token } });
}

/** Every way to hand a gateway a token, right and wrong, and what may follow. */
async function connectEveryWay(token: string): Promise<void> {
  const ways = (one: string): ConnectOptions[] => [
    { token: one },
    { query: { token: one } },
    { query: { token: one }, transports: ["polling"] },
    { extraHeaders: { authorization: `Bearer ${one}` } },
  ];
  for (const one of [token, `${token}x`, `${token}.${token}`])
    for (const options of ways(one)) {
      const client = await connectClient(gateway, options).catch(() => null);
      await client?.send("auth:refresh", { token: `${token}x` });
      await client?.send("auth:refresh", { token: [token] });
      await client?.send("join:project", { projectId: token });
      await client?.send(token, { token });
      client?.socket.disconnect();
    }
  for (const path of [`/health?token=${token}`, `/${token}`, `/socket.io/?EIO=3&token=${token}`])
    await sendRaw(gateway, { route: `GET ${path}` });
}

/** @returns how each service answers to a token, as header and in the query */
const scrape = (token: string): Promise<number[][]> =>
  Promise.all(
    Object.values(services.urls).map(async (url) => {
      const headers = { authorization: `Bearer ${token}`, connection: "close" };
      const shown = await fetch(`${url}/metrics`, { headers });
      const told = await fetch(`${url}/metrics?token=${token}`);
      return [shown.status, told.status];
    }),
  );

test("what goes well and what is refused leaves no secret in the log", async () => {
  const ofEach = (shown: number) => Object.keys(services.urls).map(() => [shown, 401]);
  expect(await scrape(METRICS_TOKEN)).toEqual(ofEach(200));
  expect(await scrape(`${METRICS_TOKEN}x`)).toEqual(ofEach(401));
  const person = await signUp();
  await useEverything(person);
  await connectEveryWay(person.token);
  const changed = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
  await call("PUT /auth/password", { token: person.token, body: changed });
  await call("POST /auth/logout", { token: person.token });
  await useEverything(person);
});

test("nor what fails while Redis is away, or refuses the password", async () => {
  const person = await signUp();
  await services.redis.kill();
  await eventually(() => services.readLog().includes("Redis is unreachable"));
  await useEverything(person);
  await connectEveryWay(person.token);
  await services.redis.restart();
  const url = new URL(services.redis.url);
  url.password = OTHER_REDIS_PASSWORD;
  for (const name of ["http-backend", "websocket-backend", "worker-backend"] as const)
    await services.fork(name, { REDIS_URL: url.href });
  await eventually(() => services.readLog().includes("WRONGPASS"));
});

test("nor what fails while the database is away, or refuses the password", async () => {
  const person = await signUp();
  const open = await services.closeDatabase();
  try {
    await useEverything(person);
    await connectEveryWay(person.token);
    await eventually(() => services.readLog().includes("not currently accepting connections"));
  } finally {
    await open();
  }
  const url = new URL(services.databaseUrl);
  url.password = OTHER_DATABASE_PASSWORD;
  await services.fork("worker-backend", { DATABASE_URL: url.href });
  await eventually(() => services.readLog().includes("password authentication failed"));
});

test("nor a service that does not start", async () => {
  const before = services.readLog().length;
  await services.fork("http-backend", {
    DATABASE_URL: `postgres//user:${OTHER_DATABASE_PASSWORD}@host`,
    REDIS_URL: `http://:${OTHER_REDIS_PASSWORD}@host`,
    PORT: PASSWORD,
    JWT_SECRET_FILE: `/${PASSWORD}`,
  });
  await services.fork("worker-backend", {
    ALERT_WEBHOOK_URL: `http://user:${OTHER_DATABASE_PASSWORD}@host`,
  });
  const told = (what: string) => services.readLog().slice(before).includes(what);
  await eventually(() => told("DATABASE_URL") && told("ALERT_WEBHOOK_URL"));
});

test.each(["http://127.0.0.1:9/?key=SECRET", "http://127.0.0.1:9/SECRET"])(
  "nor an alert that cannot be delivered to %s",
  async (template) => {
    const lines: string[] = [];
    const logger = createLogger({
      service: "worker-backend",
      level: "trace",
      destination: new Writable({
        write(line: Buffer, _encoding, done) {
          lines.push(line.toString());
          done();
        },
      }),
    });
    const webhookKey = secret("webhook-key");
    const alerts = createAlerts({
      logger,
      webhookUrl: template.replace("SECRET", webhookKey),
      webhookSecret: WEBHOOK_SECRET,
    });
    alerts.raise({
      jobId: "job",
      projectId: "project",
      requestId: null,
      attempts: 3,
      error: { code: "SANDBOX_ERROR", message: "m" },
      at: new Date(0).toISOString(),
    });
    await eventually(() => lines.some((line) => line.includes("could not deliver")));
    await alerts.close(0);
    expect(findSecrets(lines.join(""), [webhookKey, WEBHOOK_SECRET])).toEqual([]);
  },
);
