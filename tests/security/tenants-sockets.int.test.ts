import { projectTopic } from "@workspace/common/contracts/bus-topics";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, test } from "vitest";
import {
  type Account,
  addMember,
  callApi,
  createAccount,
  jobInput,
} from "../../apps/http-backend/tests/api.js";
import {
  connectClient,
  refusalOf,
  type TestClient,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { startGateway } from "../../apps/websocket-backend/tests/start-gateway.js";
import { createTenant, type Tenant } from "./support/create-tenant.js";
import { digestRows } from "./support/digest-rows.js";
import { EVENT_CALLS, inputSchemas } from "./support/event-calls.js";
import { openAttackTarget } from "./support/open-attack-target.js";

const target = await openAttackTarget();
const { app, backends } = target;
const gateways = [target.gateway, await startGateway(backends, { endWith: afterAll })] as const;
const [here, there] = gateways;
const acme = await createTenant(target, "acme");
const bolt = await createTenant(target, "bolt");

const connect = (url: string, { token }: Account, options = {}) =>
  connectClient(url, { token, ...options });

const findSecrets = ({ secrets }: Tenant, told: unknown): string[] =>
  secrets.filter((secret) => JSON.stringify(told).includes(secret));

const NAMING_EVENTS = Object.entries(EVENT_CALLS).flatMap(([event, { input }]) =>
  input === undefined ? [] : [{ event, input }],
);

test("the table of events has every input that the contracts know", () => {
  const known = Object.values(EVENT_CALLS).map(({ schema }) => schema);
  expect(new Set(known)).toEqual(new Set(inputSchemas()));
  expect(known).toHaveLength(inputSchemas().length);
});

describe.each([
  { attacker: bolt, victim: acme },
  { attacker: acme, victim: bolt },
])("$attacker.name gets nothing of $victim.name", ({ attacker, victim }) => {
  test.each(NAMING_EVENTS)("by $event, with any of its ids", async ({ event, input }) => {
    const [attacking, witness] = await Promise.all([
      connect(here.url, attacker.owner),
      connect(here.url, victim.viewer),
    ]);
    await Promise.all([attacking.join(attacker.projectId), witness.join(victim.projectId)]);
    const before = await digestRows(app.database);
    for (const id of victim.ids) {
      const answer = await attacking.send(event, input(id));
      expect(answer).toEqual({
        ok: false,
        error: {
          code: expect.stringMatching(/^(FORBIDDEN|NOT_FOUND|NOT_JOINED)$/),
          message: expect.any(String),
          requestId: expect.any(String),
        },
      });
      expect(findSecrets(victim, answer)).toEqual([]);
      // As most clients send it, which for a move is another way through the gateway.
      attacking.socket.emit(event, input(id));
    }
    await attacking.next("error:event", victim.ids.length);
    expect(findSecrets(victim, attacking.received)).toEqual([]);
    expect(await digestRows(app.database)).toEqual(before);
    // What is sent on now comes after what the attack would have caused.
    await witness.send("leave:project", { projectId: victim.projectId });
    expect(witness.received.filter(({ event: name }) => !name.startsWith("user:"))).toEqual([]);
    expect(findSecrets(attacker, witness.received)).toEqual([]);
  });
});

test("whoever shows no token, or one of a session that has ended, gets no further than the handshake", async () => {
  expect(await refusalOf(here.url, {})).toMatchObject({ code: "UNAUTHENTICATED" });
  const { token } = await createAccount(app);
  await callApi(app, "POST /auth/logout", { token }).expect(200);
  expect(await refusalOf(here.url, { token })).toMatchObject({ code: "SESSION_REVOKED" });
});

/** A socket on which nothing of the other tenant may arrive, and what made it one. */
interface Eavesdropper {
  what: string;
  client: TestClient;
}

async function openEavesdroppers(victim: Tenant): Promise<Eavesdropper[]> {
  const eavesdroppers: Eavesdropper[] = [];
  for (const { url } of gateways) {
    const [idle, member, batching, refused, removed] = await Promise.all([
      connect(url, bolt.owner),
      connect(url, bolt.owner),
      connect(url, bolt.viewer, { query: { cursors: "batch" } }),
      connect(url, bolt.collaborator),
      createAccount(app, "Removed member").then(async (account) => {
        const { projectId, owner } = victim;
        await addMember(app, owner, projectId, { email: account.email, role: "COLLABORATOR" });
        const client = await connect(url, account);
        // Ids are the same in either case: there must be no second room under the other.
        await client.join(projectId.toUpperCase());
        await callApi(app, `DELETE /projects/${projectId}/collaborators/${account.id}`, {
          token: owner.token,
        }).expect(204);
        await client.next("project:left");
        client.received.length = 0;
        return client;
      }),
    ]);
    await Promise.all([member, batching].map((client) => client.join(bolt.projectId)));
    await expect(refused.join(victim.projectId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    eavesdroppers.push(
      { what: "has joined nothing", client: idle },
      { what: "is in its own room", client: member },
      { what: "is in its own room and takes batches", client: batching },
      { what: "has been refused", client: refused },
      { what: "has been removed", client: removed },
    );
  }
  return eavesdroppers;
}

/** Lets everything happen in a project that members are told of, and ends it. */
async function liveOn({ projectId, owner, collaborator, jobs }: Tenant): Promise<void> {
  const [mover, witness] = await Promise.all([
    connect(here.url, collaborator),
    connect(there.url, owner),
  ]);
  await witness.join(projectId);
  await mover.join(projectId);
  await witness.next("user:joined");
  const move = { projectId, x: 1, y: 2, color: "#FF0000" };
  mover.socket.emit("cursor:move", move);
  await witness.next("cursor:update");
  const changes = { name: "zinc-only renamed", content: { note: "zinc-only note" } };
  expect(await mover.send("project:update", { projectId, changes })).toMatchObject({ ok: true });
  const { token } = owner;
  await callApi(app, "POST /jobs/submit", { token, body: jobInput(projectId) }).expect(201);
  await callApi(app, `PUT /projects/${projectId}`, { token, body: changes }).expect(200);
  await backends.services.bus.publish(projectTopic(projectId), {
    kind: "job.output",
    jobId: jobs.running,
    attempt: 1,
    requestId: null,
    firstSeq: 2,
    pieces: [["stdout", "zinc-only output"]],
  });
  await witness.next("job:output");
  const late = await createAccount(app, "zinc-only late");
  await addMember(app, owner, projectId, { email: late.email, role: "VIEWER" });
  mover.socket.disconnect();
  await witness.next("user:left");
  const nearby = await connect(here.url, owner);
  await nearby.join(projectId);
  await callApi(app, `DELETE /projects/${projectId}`, { token }).expect(204);
  for (const client of [witness, nearby]) await client.next("project:deleted");
  for (const event of ["project:changed", "member:changed", "job:updated"] as const)
    expect(witness.all(event).length).toBeGreaterThan(0);
}

test("nothing that happens in a room reaches anyone who is not in it, on any gateway", async () => {
  const zinc = await createTenant(target, "zinc");
  const eavesdroppers = await openEavesdroppers(zinc);
  await liveOn(zinc);
  // The gateways have sent all of that; what they answer now comes after it.
  for (const { what, client } of eavesdroppers) {
    await client.send("leave:project", { projectId: bolt.projectId });
    expect(findSecrets(zinc, client.received), what).toEqual([]);
    const others = client.received.filter(
      ({ data }) => (data as { projectId?: string }).projectId !== bolt.projectId,
    );
    expect(others, what).toEqual([]);
  }
});

test("a removed member who joined by the id in other letters is out, and hears no more", async () => {
  const tenant = await createTenant(target, "argon");
  const { projectId, owner, collaborator } = tenant;
  const [leaving, staying] = await Promise.all([
    connect(here.url, collaborator),
    connect(here.url, owner),
  ]);
  await Promise.all([leaving.join(projectId.toUpperCase()), staying.join(projectId)]);
  const { token } = owner;
  await callApi(app, `DELETE /projects/${projectId}/collaborators/${collaborator.id}`, {
    token,
  }).expect(204);
  await eventually(() => leaving.all("project:left").length === 1);
  for (const id of [projectId, projectId.toUpperCase()])
    expect(await leaving.send("cursor:move", { projectId: id, x: 1, y: 1 })).toMatchObject({
      ok: false,
      error: { code: "NOT_JOINED" },
    });
  expect(staying.all("cursor:update")).toEqual([]);
});
