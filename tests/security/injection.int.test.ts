import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createJob,
  createProject,
  jobInput,
} from "../../apps/http-backend/tests/api.js";
import {
  connectClient,
  type TestClient,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { createTeam, type Team } from "../../apps/websocket-backend/tests/create-team.js";
import { openAttackTarget } from "./support/open-attack-target.js";
import { sendRequest } from "./support/send-request.js";
import { NOTHING_WRITTEN, watchWrites } from "./support/watch-writes.js";

const { app, gateway, backends } = await openAttackTarget();
const { prisma } = app.database;
const watch = await watchWrites(app.database);

/** Texts that would be carried out somewhere, were they put into a statement, a key or a script. */
const INJECTIONS = [
  "' OR '1'='1",
  "' OR 1=1 --",
  '\'; DROP TABLE "User"; --',
  '\'); DELETE FROM "Project"; --',
  "\\'; SELECT pg_sleep(10); --",
  "1; SELECT pg_sleep(10)",
  '\' UNION SELECT "passwordHash" FROM "User" --',
  '\' || (SELECT "passwordHash" FROM "User" LIMIT 1) || \'',
  "$1",
  '$$; DROP TABLE "User"; $$',
  "${process.exit(1)}",
  "{{constructor.constructor('return process')()}}",
  "E'\\x27'",
  "%' AND '1%'='1",
  "%",
  "_",
  "%%%",
  "*",
  "?",
  "[a-z]",
  "a\r\nFLUSHALL\r\n",
  "*1\r\n$8\r\nFLUSHALL\r\n",
  "{0}:session",
  "__keyspace@0__:*",
  "project:*",
  "return redis.call('FLUSHALL')",
  "') redis.call('FLUSHALL') --",
  "$.**",
  '$[?(@.role == "OWNER")]',
  "{a,b}",
  "@>",
];

let team: Team;
let account: Account;
let projectId: string;
beforeAll(async () => {
  team = await createTeam(backends);
  account = await createAccount(app);
});
beforeEach(async () => {
  projectId = await createProject(app, account);
});

const encode = (text: string): string => encodeURIComponent(text);
const authorization = () => `Bearer ${account.token}`;

describe.each(INJECTIONS)("%j", (text) => {
  test("is kept as the text that it is", async () => {
    const { token } = account;
    const changes = {
      name: text,
      description: text,
      content: { [text]: text, list: [text, { [text]: [text] }] },
    };
    // Texts are trimmed at both ends, and nothing else is done to them.
    const kept = { ...changes, name: text.trim(), description: text.trim() };
    await callApi(app, `PUT /projects/${projectId}`, { token, body: changes }).expect(200);
    const read = await callApi(app, `GET /projects/${projectId}`, { token }).expect(200);
    expect(read.body).toMatchObject(kept);
    const events = await callApi(app, `GET /projects/${projectId}/events?after=1`, { token });
    expect(events.body).toMatchObject([{ payload: { changes: kept } }]);

    const job = jobInput(projectId);
    const payload = { ...job.payload, code: text, stdin: text, args: [text] };
    const submitted = await callApi(app, "POST /jobs/submit", { token, body: { ...job, payload } });
    const { jobId } = submitted.body as { jobId: string };
    const { body } = await callApi(app, `GET /jobs/${jobId}`, { token }).expect(200);
    expect(body).toMatchObject({ payload });

    const created = await callApi(app, "POST /projects", {
      token,
      body: { name: text },
      headers: { "Idempotency-Key": /^[\x21-\x7e]+$/.test(text) ? text : "a-harmless-key" },
    });
    expect([201, 422]).toContain(created.status);
  });

  test("is no password, and no e-mail address", async () => {
    for (const body of [
      { email: account.email, password: text },
      { email: `${text}@example.com`, password: account.password },
      { email: text, password: text },
    ]) {
      const { status } = await callApi(app, "POST /auth/login", { body });
      expect([400, 401]).toContain(status);
    }
    const body = { name: text, password: "password123", email: text };
    await callApi(app, "POST /auth/signup", { body }).expect(400);
  });

  test("is refused in place of an id, wherever that stands, and nothing changes", async () => {
    const id = encode(text);
    await watch.take();
    for (const [route, body] of [
      [`GET /projects/${id}`],
      [`PUT /projects/${id}`, { name: "N" }],
      [`DELETE /projects/${id}`],
      [`GET /projects/${id}/events`],
      [`GET /projects/${id}/jobs`],
      [`POST /projects/${id}/collaborators`, { email: team.stranger.email, role: "VIEWER" }],
      [`PUT /projects/${projectId}/collaborators/${id}`, { role: "VIEWER" }],
      [`DELETE /projects/${projectId}/collaborators/${id}`],
      [`DELETE /projects/${projectId}${id}`],
      [`GET /jobs/${id}`],
      [`GET /jobs/${id}/output`],
      [`POST /jobs/${id}/cancel`],
      ["POST /jobs/submit", { ...jobInput(text) }],
      [`GET /projects?cursor=${id}`],
      [`GET /projects?limit=${id}`],
      [`GET /projects/${projectId}/events?after=${id}`],
      [`GET /projects/${projectId}/jobs?cursor=${projectId}${id}`],
    ] as [string, object?][]) {
      const space = route.indexOf(" ");
      const answer = await sendRequest(app.url, {
        route: `${route.slice(0, space)} /api/v1${route.slice(space + 1)}`,
        headers: { authorization: authorization(), "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      expect(answer.status, route).toBe(400);
    }
    expect(await watch.take()).toEqual(NOTHING_WRITTEN);
  });

  test("is refused in place of an id in every event", async () => {
    const client = await connectClient(gateway.url, { token: account.token });
    await client.join(projectId);
    await watch.take();
    for (const [event, input] of [
      ["join:project", { projectId: text }],
      ["join:project", { projectId: `${projectId}${text}` }],
      ["leave:project", { projectId: text }],
      ["cursor:move", { projectId: text, x: 1, y: 1 }],
      ["cursor:move", { projectId, x: 1, y: 1, color: text }],
      ["project:update", { projectId: text, changes: { name: "N" } }],
      ["job:cancel", { jobId: text }],
    ] as const)
      expect(await client.send(event, input), event).toMatchObject({
        ok: false,
        error: { code: "VALIDATION_FAILED" },
      });
    expect(await client.send("auth:refresh", { token: text })).toMatchObject({
      ok: false,
      error: { code: "UNAUTHENTICATED" },
    });
    expect(await watch.take()).toEqual(NOTHING_WRITTEN);
    client.socket.disconnect();
  });

  test("is no token, in the header or in a handshake", async () => {
    const header = text.replaceAll(/[\r\n]/g, "");
    for (const value of [`Bearer ${header}`, `Bearer ${account.token}${header}`, header]) {
      const headers = { authorization: value };
      const answer = await sendRequest(app.url, { route: "GET /api/v1/auth/me", headers });
      expect(answer.status).toBe(401);
    }
    await expect(connectClient(gateway.url, { token: text })).rejects.toThrow(/token/);
    await expect(connectClient(gateway.url, { query: { token: text } })).rejects.toThrow(/token/);
  });
});

describe("names in Redis", () => {
  const NEXT_TO_IT = [
    (id: string) => id.toUpperCase(),
    (id: string) => `{${id}}`,
    (id: string) => `${id}\r\nPUBLISH x y`,
    (id: string) => `${id} `,
    (id: string) => id.replace(/.$/, "*"),
    (id: string) => id.replace(/.$/, "?"),
    (id: string) => `../project:${id}`,
  ];

  test("cannot be made to mean another room, by somebody who is in none", async () => {
    const { stranger, owner } = team;
    const [attacker, member] = await Promise.all([
      connectClient(gateway.url, { token: stranger.token }),
      connectClient(gateway.url, { token: owner.token }),
    ]);
    await member.join(team.projectId);
    for (const toName of NEXT_TO_IT) {
      const answer = await attacker.send("join:project", { projectId: toName(team.projectId) });
      expect(answer).toMatchObject({ ok: false });
    }
    await member.send("cursor:move", { projectId: team.projectId, x: 1, y: 1 });
    await member.send("project:update", { projectId: team.projectId, changes: { name: "N" } });
    await member.next("project:changed");
    // An answer of its own comes after whatever was sent to it before.
    await attacker.send("leave:project", { projectId: team.projectId });
    expect(attacker.received).toEqual([]);
  });

  test("are only those that the services make", async () => {
    const { token } = account;
    const injected = "x\r\nSET injected 1\r\n{tag}*";
    await callApi(app, `PUT /projects/${projectId}`, { token, body: { name: injected } });
    const named = await createAccount(app, injected);
    const client = await connectClient(gateway.url, { token: named.token });
    const mine = await createProject(app, named, injected);
    await client.join(mine);
    await client.send("cursor:move", { projectId: mine, x: 1, y: 1 });
    await createJob(app, named, mine);
    const keys = await app.redis.keys("*");
    expect(keys.filter((key) => /injected|\s|\{tag/.test(key))).toEqual([]);
    expect(keys.filter((key) => !/^[\w:.-]+$/.test(key))).toEqual([]);
    expect(await app.redis.get("injected")).toBeNull();
  });
});

describe("a line of the log", () => {
  interface Line {
    level?: unknown;
    msg?: unknown;
    time?: unknown;
    service?: unknown;
  }
  const forged = '\n{"level":"fatal","service":"forged","msg":"forged"}\n';

  /** Every line is one record of the service's own, whatever is in it. */
  function expectNoForgery(): void {
    const lines = app.logs.join("").split("\n").filter(Boolean);
    const records = lines.map((line) => JSON.parse(line) as Line);
    expect(records.filter(({ service }) => service !== "http-backend")).toEqual([]);
    expect(records.filter(({ msg, level }) => msg === "forged" || level === "fatal")).toEqual([]);
  }

  test("cannot be forged through a name, a path, a header or a body", async () => {
    const { token } = account;
    const headers = { authorization: authorization() };
    await callApi(app, `PUT /projects/${projectId}`, { token, body: { name: `a${forged}b` } });
    await callApi(app, "POST /auth/signup", {
      body: { email: `a${forged}@example.com`, password: "password123", name: forged },
    });
    for (const path of [
      `/projects/${encode(forged)}`,
      `/projects?limit=${encode(forged)}`,
      `/${encode(forged)}`,
    ])
      await sendRequest(app.url, { route: `GET /api/v1${path}`, headers });
    for (const name of ["user-agent", "referer", "x-forwarded-for", "x-request-id"]) {
      const value = forged.replaceAll("\n", "\u0085");
      await sendRequest(app.url, {
        route: "GET /api/v1/projects",
        headers: { ...headers, [name]: value },
      });
    }
    await callApi(app, "POST /projects", {
      token,
      headers: { "Content-Type": "application/json" },
    }).send(`{"name":"${forged}`);
    expect(app.logs.length).toBeGreaterThan(10);
    expectNoForgery();
  });
});

describe("a wildcard", () => {
  test("finds nobody: e-mail addresses are compared as they are", async () => {
    const email = "axb.cxd@example.com";
    const signup = { email, password: "password123", name: "N" };
    await callApi(app, "POST /auth/signup", { body: signup }).expect(201);
    for (const pattern of ["a_b.c_d@example.com", "a%@example.com", "%", "a*@example.com"]) {
      const login = { email: pattern, password: signup.password };
      const { status } = await callApi(app, "POST /auth/login", { body: login });
      expect([400, 401]).toContain(status);
      const { status: added } = await callApi(app, `POST /projects/${projectId}/collaborators`, {
        token: account.token,
        body: { email: pattern, role: "VIEWER" },
      });
      expect([400, 404]).toContain(added);
    }
    expect(await prisma.collaborator.count({ where: { projectId } })).toBe(0);
  });
});

test("operators of queries are no values", async () => {
  const { token } = account;
  for (const operator of [
    { $ne: "" },
    { not: "" },
    { contains: "" },
    { startsWith: "" },
    { in: [account.email] },
    { equals: account.email },
    { path: ["a"], equals: 1 },
    ["a", "b"],
  ]) {
    const login = { email: operator, password: account.password };
    await callApi(app, "POST /auth/login", { body: login }).expect(400);
    const byPassword = { email: account.email, password: operator };
    await callApi(app, "POST /auth/login", { body: byPassword }).expect(400);
    await callApi(app, `PUT /projects/${projectId}`, { token, body: { name: operator } }).expect(
      400,
    );
    // In content they are data like any other.
    const content = { where: operator };
    await callApi(app, `PUT /projects/${projectId}`, { token, body: { content } }).expect(200);
    const { body } = await callApi(app, `GET /projects/${projectId}`, { token });
    expect(body).toMatchObject({ content });
    await callApi(app, `PUT /projects/${projectId}`, { token, body: { content: { where: null } } });
  }
  // A name with brackets is another name, which means nothing; a name twice is no text and no number.
  for (const [query, status] of [
    ["cursor[$ne]=", 200],
    ["cursor[]=a", 200],
    ["limit[]=1&limit[]=2", 200],
    ["cursor=a&cursor=b", 400],
    ["limit=1&limit=2", 400],
  ] as const)
    await callApi(app, `GET /projects?${query}`, { token }).expect(status);
});

// Whatever the tests above did to others.
afterAll(async () => {
  const { owner, projectId: theirs } = team;
  const [row] = await Promise.all([
    prisma.project.findUniqueOrThrow({ where: { id: theirs } }),
    prisma.user.findUniqueOrThrow({ where: { id: owner.userId } }),
  ]);
  expect(row.ownerId).toBe(owner.userId);
  expect(await prisma.collaborator.count({ where: { projectId: theirs } })).toBe(2);
  expect(await app.redis.ping()).toBe("PONG");
  const client: TestClient = await connectClient(gateway.url, { token: owner.token });
  expect(await client.join(theirs)).toMatchObject({ role: "OWNER" });
});
