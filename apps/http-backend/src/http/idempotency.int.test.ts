import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
  jobInput,
} from "../../tests/api.js";
import { openTestApp } from "../../tests/open-test-app.js";

const app = await openTestApp();
const otherInstance = await openTestApp({ beside: app });

let keys = 0;
const newKey = () => `key-${(keys += 1)}`;

const post = (
  route: string,
  { token }: Account,
  { key, body, instance = app }: { key: string; body?: object; instance?: typeof app },
) => callApi(instance, `POST ${route}`, { token, body, headers: { "Idempotency-Key": key } });

/** Whether a transaction of this test's own database waits for another. */
async function isWaitingForLock(): Promise<boolean> {
  const { rowCount } = await app.database.pool.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount === 1;
}

/** A job on its way into a project that `client` keeps locked until it commits. */
async function submitHeldUp() {
  const owner = await createAccount(app);
  const projectId = await createProject(app, owner);
  const [key, body] = [newKey(), jobInput(projectId)];
  const client = await app.database.pool.connect();
  await client.query("BEGIN");
  await client.query(`SELECT 1 FROM "Project" WHERE id = $1 FOR UPDATE`, [projectId]);
  const first = post("/jobs/submit", owner, { key, body }).then((answer) => answer);
  await eventually(() => isWaitingForLock());
  return { owner, projectId, key, body, first, client };
}

describe("a POST that is repeated with its Idempotency-Key", () => {
  test("is carried out once and answered the same, also by another instance", async () => {
    const user = await createAccount(app);
    const [key, body] = [newKey(), { name: "Once" }];
    const first = await post("/projects", user, { key, body }).expect(201);
    expect(first.headers).not.toHaveProperty("idempotency-replayed");
    for (const instance of [app, otherInstance]) {
      const repeated = await post("/projects", user, { key, body, instance }).expect(201);
      expect(repeated.body).toEqual(first.body);
      expect(repeated.headers["idempotency-replayed"]).toBe("true");
    }
    expect(await app.database.prisma.project.count({ where: { ownerId: user.id } })).toBe(1);
  });

  test("is carried out once for jobs, cancellations and collaborators too", async () => {
    const [owner, member] = [await createAccount(app), await createAccount(app)];
    const projectId = await createProject(app, owner);
    const jobId = await createJob(app, owner, projectId);
    const calls: [route: string, status: number, body?: object][] = [
      ["/jobs/submit", 201, jobInput(projectId)],
      [`/jobs/${jobId}/cancel`, 200],
      [`/projects/${projectId}/collaborators`, 201, { email: member.email, role: "VIEWER" }],
    ];
    for (const [route, status, body = {}] of calls) {
      const key = newKey();
      const first = await post(route, owner, { key, body }).expect(status);
      const repeated = await post(route, owner, { key, body }).expect(status);
      expect(repeated.body).toEqual(first.body);
    }
    expect(await app.database.prisma.job.count({ where: { projectId } })).toBe(2);
  });

  test("gets the first answer although the role is gone that it needed", async () => {
    const [owner, member] = [await createAccount(app), await createAccount(app)];
    const projectId = await createProject(app, owner);
    const collaborators = `/projects/${projectId}/collaborators`;
    const input = { email: member.email, role: "COLLABORATOR" };
    await post(collaborators, owner, { key: newKey(), body: input }).expect(201);
    const [key, body] = [newKey(), jobInput(projectId)];
    const first = await post("/jobs/submit", member, { key, body }).expect(201);
    const { token } = owner;
    await callApi(app, `DELETE ${collaborators}/${member.id}`, { token }).expect(204);
    const repeated = await post("/jobs/submit", member, { key, body }).expect(201);
    expect(repeated.body).toEqual(first.body);
  });

  test("is refused with another body or on another route", async () => {
    const user = await createAccount(app);
    const key = newKey();
    await post("/projects", user, { key, body: { name: "A" } }).expect(201);
    const otherBody = await post("/projects", user, { key, body: { name: "B" } });
    expectRefusal(otherBody, 422, "IDEMPOTENCY_KEY_REUSED");
    const body = jobInput(await createProject(app, user));
    const otherRoute = await post("/jobs/submit", user, { key, body });
    expectRefusal(otherRoute, 422, "IDEMPOTENCY_KEY_REUSED");
  });

  test("is another user's own request under the same key", async () => {
    const [one, another] = [await createAccount(app), await createAccount(app)];
    const [key, body] = [newKey(), { name: "Mine" }];
    await post("/projects", one, { key, body }).expect(201);
    const answer = await post("/projects", another, { key, body }).expect(201);
    expect(answer.body).toMatchObject({ ownerId: another.id });
    expect(answer.headers).not.toHaveProperty("idempotency-replayed");
  });

  test("can be mended after it was refused", async () => {
    const user = await createAccount(app);
    const key = newKey();
    const refused = await post("/projects", user, { key, body: { name: "" } });
    expectRefusal(refused, 400, "VALIDATION_FAILED");
    await post("/projects", user, { key, body: { name: "Mended" } }).expect(201);
  });

  test("is refused while the first is still running, and replayed once it is done", async () => {
    const { owner, key, body, first, client } = await submitHeldUp();
    const second = await post("/jobs/submit", owner, { key, body });
    expectRefusal(second, 409, "REQUEST_IN_PROGRESS");
    expect(second.headers["retry-after"]).toBe("1");
    await client.query("COMMIT");
    client.release();
    const answer = await first;
    expect(answer.status).toBe(201);
    const third = await post("/jobs/submit", owner, { key, body }).expect(201);
    expect(third.body).toEqual(answer.body);
  });

  test("many times at once is carried out once", async () => {
    const user = await createAccount(app);
    const [key, body] = [newKey(), { name: "Once" }];
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post("/projects", user, { key, body })),
    );
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(await app.database.prisma.project.count({ where: { ownerId: user.id } })).toBe(1);
  });

  test("is carried out at once when the first one's transaction died", async () => {
    const { owner, projectId, key, body, first, client } = await submitHeldUp();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expectRefusal(await first, 503, "UNAVAILABLE");
    await client.query("COMMIT");
    client.release();
    const repeated = await post("/jobs/submit", owner, { key, body }).expect(201);
    expect(repeated.headers).not.toHaveProperty("idempotency-replayed");
    expect(await app.database.prisma.job.count({ where: { projectId } })).toBe(1);
  });
});

describe("beside instances of the version that reserved a key before its work", () => {
  /** Reserves the key of a request as they do; its hash is that of the same request with another key. */
  async function reserve(user: Account, key: string, body: object, secondsAgo: number) {
    const template = newKey();
    await post("/projects", user, { key: template, body }).expect(201);
    await app.database.pool.query(
      `INSERT INTO "IdempotencyKey" ("userId", key, "requestHash", "createdAt")
       SELECT "userId", $3, "requestHash", now() - make_interval(secs => $4)
       FROM "IdempotencyKey" WHERE "userId" = $1 AND key = $2`,
      [user.id, template, key, secondsAgo],
    );
    return () => app.database.prisma.project.count({ where: { ownerId: user.id } });
  }

  test("a request that one of them is at is refused", async () => {
    const [user, key, body] = [await createAccount(app), newKey(), { name: "Theirs" }];
    const countProjects = await reserve(user, key, body, 30);
    const answer = await post("/projects", user, { key, body });
    expectRefusal(answer, 409, "REQUEST_IN_PROGRESS");
    expect(await countProjects()).toBe(1);
  });

  test("a request that died with one of them is carried out, once", async () => {
    const [user, key, body] = [await createAccount(app), newKey(), { name: "Taken over" }];
    const countProjects = await reserve(user, key, body, 61);
    const first = await post("/projects", user, { key, body }).expect(201);
    expect(first.headers).not.toHaveProperty("idempotency-replayed");
    const repeated = await post("/projects", user, { key, body }).expect(201);
    expect(repeated.body).toEqual(first.body);
    expect(await countProjects()).toBe(2);
  });

  test("another request with the key of one that died is refused", async () => {
    const [user, key] = [await createAccount(app), newKey()];
    await reserve(user, key, { name: "A" }, 61);
    const answer = await post("/projects", user, { key, body: { name: "B" } });
    expectRefusal(answer, 422, "IDEMPOTENCY_KEY_REUSED");
  });

  test("work whose key one of them reserves meanwhile is undone", async () => {
    const owner = await createAccount(app);
    const projectId = await createProject(app, owner);
    const [key, body] = [newKey(), jobInput(projectId)];
    const client = await app.database.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query(`SELECT 1 FROM "Project" WHERE id = $1 FOR UPDATE`, [projectId]);
      const answering = post("/jobs/submit", owner, { key, body }).then((answer) => answer);
      await eventually(() => isWaitingForLock());
      await app.database.pool.query(
        `INSERT INTO "IdempotencyKey" ("userId", key, "requestHash") VALUES ($1, $2, 'theirs')`,
        [owner.id, key],
      );
      await client.query("COMMIT");
      expectRefusal(await answering, 409, "REQUEST_IN_PROGRESS");
    } finally {
      client.release();
    }
    expect(await app.database.prisma.job.count({ where: { projectId } })).toBe(0);
  });
});

test.each([
  ["too long", "x".repeat(256)],
  ["with a space", "a b"],
  ["beyond ASCII", "ü"],
])("a key that is %s is refused", async (_what, key) => {
  const user = await createAccount(app);
  const answer = await post("/projects", user, { key, body: { name: "N" } });
  expectRefusal(answer, 400, "VALIDATION_FAILED");
  expect(await app.database.prisma.project.count({ where: { ownerId: user.id } })).toBe(0);
});

test("without a key every POST is a new one", async () => {
  const { token, id } = await createAccount(app);
  const body = { name: "Twice" };
  await callApi(app, "POST /projects", { token, body }).expect(201);
  await callApi(app, "POST /projects", { token, body }).expect(201);
  expect(await app.database.prisma.project.count({ where: { ownerId: id } })).toBe(2);
});
