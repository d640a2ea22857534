import { eventually } from "@workspace/local-stack/eventually";
import { beforeEach, expect, test } from "vitest";
import { runAdmin } from "../../apps/admin/tests/run-admin.js";
import {
  type Account,
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
  logIn,
} from "../../apps/http-backend/tests/api.js";
import {
  connectClient,
  type TestClient,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { failExhaustedJob } from "@workspace/database/job-attempts";
import { openAttackTarget } from "./support/open-attack-target.js";

const { app, gateway, backends } = await openAttackTarget();
const { redisServer } = backends;

const env = {
  DATABASE_URL: backends.databaseUrl,
  REDIS_HOST: redisServer.host,
  REDIS_PORT: String(redisServer.port),
  REDIS_PASSWORD: redisServer.password,
};
const admin = (...args: string[]) => runAdmin(args, { env });

/** What the bus brings is there well before a gateway's sweep would have found it. */
const PUSHED = { timeoutMs: 8000 };

let user: Account;
let bystander: Account;
beforeEach(async () => {
  [user, bystander] = await Promise.all([createAccount(app), createAccount(app)]);
});

async function expectEnded(client: TestClient, token: string): Promise<void> {
  expectRefusal(await callApi(app, "GET /auth/me", { token }), 401, "SESSION_REVOKED");
  await eventually(() => !client.socket.connected, PUSHED);
  expect(client.all("session:ended")).toMatchObject([{ code: "SESSION_REVOKED" }]);
}

async function expectOpen(client: TestClient, token: string): Promise<void> {
  await callApi(app, "GET /auth/me", { token }).expect(200);
  expect(client.socket.connected).toBe(true);
}

const connect = (token: string) => connectClient(gateway.url, { token });

test("sessions revoke --user ends all of a user everywhere, and nobody else's", async () => {
  const { token: second } = await logIn(app, user);
  const tokens = [user.token, second];
  const clients = await Promise.all(tokens.map(connect));
  const other = await connect(bystander.token);
  // So that the cache vouches for them.
  for (const token of tokens) await callApi(app, "GET /auth/me", { token }).expect(200);
  const outcome = await admin("sessions", "revoke", "--user", user.email);
  expect(outcome).toMatchObject({ code: 0, output: "2 sessions ended" });
  for (const [index, client] of clients.entries()) await expectEnded(client, tokens[index] ?? "");
  await expectOpen(other, bystander.token);
});

test("sessions revoke --session ends the one that sessions list has named", async () => {
  const list = async () => {
    const { output } = await admin("sessions", "list", "--user", user.email, "--json");
    return (JSON.parse(output) as { id: string }[]).map(({ id }) => id);
  };
  const [first = ""] = await list();
  const { token: second } = await logIn(app, user);
  expect(await list()).toEqual([expect.any(String), first]);
  const [old, young] = [await connect(user.token), await connect(second)];
  expect(await admin("sessions", "revoke", "--session", first)).toMatchObject({ code: 0 });
  await expectEnded(old, user.token);
  await expectOpen(young, second);
  const again = await admin("sessions", "revoke", "--session", first);
  expect(again).toMatchObject({ code: 0, output: "0 sessions ended", notes: "" });
});

test("sessions revoke --all logs everybody out, once it is sure", async () => {
  const clients = [await connect(user.token), await connect(bystander.token)];
  expect(await admin("sessions", "revoke", "--all")).toMatchObject({ code: 1 });
  for (const { socket } of clients) expect(socket.connected).toBe(true);
  expect(await admin("sessions", "revoke", "--all", "--yes")).toMatchObject({ code: 0 });
  for (const client of clients)
    await expectEnded(client, client === clients[0] ? user.token : bystander.token);
});

test("set-password gives a user another password, once, and logs them out everywhere", async () => {
  const { token: second } = await logIn(app, user);
  const tokens = [user.token, second];
  const clients = await Promise.all(tokens.map(connect));
  const other = await connect(bystander.token);
  for (const token of tokens) await callApi(app, "GET /auth/me", { token }).expect(200);
  const { code, output, notes } = await admin("set-password", user.email, "--generate-password");
  const password = /^password: ([\w-]{24})$/m.exec(output)?.[1] ?? "";
  expect({ code, isLogged: notes.includes(password) }).toEqual({ code: 0, isLogged: false });
  for (const [index, client] of clients.entries()) await expectEnded(client, tokens[index] ?? "");
  await expectOpen(other, bystander.token);
  const tryLogin = (tried: string) =>
    callApi(app, "POST /auth/login", { body: { email: user.email, password: tried } });
  expectRefusal(await tryLogin(user.password), 401, "INVALID_CREDENTIALS");
  await tryLogin(password).expect(200);
});

test("set-password leaves all as it is for a password that none may have, or an account that is not there", async () => {
  const refused = await runAdmin(["set-password", user.email, "--password-stdin"], {
    env,
    input: "short\n",
  });
  expect(refused).toMatchObject({ code: 1, output: "" });
  expect(refused.notes).toContain("at least 8 characters");
  const nobody = await admin("set-password", "nobody@example.com", "--generate-password");
  expect(nobody).toMatchObject({
    code: 1,
    notes: "error: there is no account of nobody@example.com",
  });
  await callApi(app, "GET /auth/me", { token: user.token }).expect(200);
  await logIn(app, user);
});

test("what create-admin has made an admin opens the queue at once, and not after revoke-admin", async () => {
  const headers = { authorization: `Bearer ${user.token}` };
  const visit = () => fetch(`${app.url}/admin/queues`, { headers });
  expect((await visit()).status).toBe(403);
  await admin("create-admin", user.email, "--yes");
  expect((await visit()).status).toBe(200);
  await admin("revoke-admin", user.email, "--yes");
  expect((await visit()).status).toBe(403);
});

test("a room hears at once that its job has been requeued", async () => {
  const projectId = await createProject(app, user);
  const jobId = await createJob(app, user, projectId);
  const error = { code: "SANDBOX_ERROR", message: "no worker" } as const;
  await failExhaustedJob(app.database, jobId, error);
  const client = await connect(user.token);
  await client.join(projectId);
  expect(await admin("jobs", "requeue", jobId)).toMatchObject({ code: 0 });
  await eventually(() =>
    client.all("job:updated").some((job) => job.jobId === jobId && job.status === "PENDING"),
  );
});
