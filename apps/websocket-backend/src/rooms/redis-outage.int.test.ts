import { once } from "node:events";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, afterEach, expect, onTestFinished, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createOwnedProject, createTeam, type Team } from "../../tests/create-team.js";
import { forkGateway } from "../../tests/fork-gateway.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { redisServer, services } = backends;
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

interface OpenRoom {
  team: Team;
  owner: TestClient;
  viewer: TestClient;
}

/** The owner is here, the viewer there. */
async function openRoom(): Promise<OpenRoom> {
  const team = await createTeam(backends);
  const owner = await connectClient(here.url, { token: team.owner.token });
  const viewer = await connectClient(there.url, { token: team.viewer.token });
  await owner.join(team.projectId);
  await viewer.join(team.projectId);
  // Before Redis goes away, the news of the one has come to the other.
  await owner.next("user:joined");
  return { team, owner, viewer };
}

let isAway = false;

async function loseRedis(): Promise<void> {
  isAway = true;
  await redisServer.kill();
  const nodes = [here.node, there.node, services];
  await eventually(() =>
    nodes.every(({ bus, redis }) => !bus.isConnected() && redis.status !== "ready"),
  );
}

async function restoreRedis(): Promise<void> {
  await redisServer.restart();
  isAway = false;
  const nodes = [here.node, there.node, services];
  await eventually(() =>
    nodes.every(({ bus, redis }) => bus.isConnected() && redis.status === "ready"),
  );
}

afterEach(async () => {
  if (isAway) await restoreRedis();
});

/** A cursor of one gateway that reaches the other: the bus works both ways again. */
async function expectCursors({ team, owner, viewer }: OpenRoom): Promise<void> {
  const { projectId } = team;
  for (const [from, to, x] of [
    [owner, viewer, 71],
    [viewer, owner, 72],
  ] as const)
    await eventually(async () => {
      await from.send("cursor:move", { projectId, x, y: 0 });
      return to.all("cursor:update").some((cursor) => cursor.x === x);
    });
}

test("while Redis is away changes are kept and acknowledged, and everyone hears of them later, once", async () => {
  const room = await openRoom();
  const { team, owner, viewer } = room;
  const { projectId } = team;
  await loseRedis();
  const names = ["N1", "N2", "N3"];
  for (const [index, name] of names.entries())
    expect(await owner.send("project:update", { projectId, changes: { name } })).toEqual({
      ok: true,
      data: { version: index + 2, seq: index + 4 },
    });
  const where = { id: projectId };
  expect(await services.database.prisma.project.findUnique({ where })).toMatchObject({
    name: "N3",
    seq: 6,
  });

  await restoreRedis();
  for (const client of [owner, viewer]) await client.next("project:changed", 3);
  // The relay sends them too, as it does when a gateway has not noticed that anything was missed.
  let relayed = 0;
  await eventually(async () => (relayed += await services.publisher.relay()) >= 3);
  await owner.send("project:update", { projectId, changes: { name: "mark" } });
  for (const client of [owner, viewer]) {
    await client.next("project:changed", 4);
    expect(client.all("project:changed").map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
  }
  await expectCursors(room);
});

test("while Redis is away a room that is open serves those in it, and no other is opened", async () => {
  const room = await openRoom();
  const { team, owner } = room;
  const { projectId } = team;
  const { rooms } = here.gateway.counts();
  const closedId = await createOwnedProject(backends, team.owner);
  const neighbour = await connectClient(here.url, { token: team.collaborator.token });
  await loseRedis();

  expect((await neighbour.join(projectId)).members).toHaveLength(3);
  await neighbour.send("cursor:move", { projectId, x: 5, y: 5 });
  expect(await owner.next("cursor:update")).toMatchObject({ x: 5 });

  const askedAt = performance.now();
  const answer = await owner.send("join:project", { projectId: closedId });
  expect(answer).toMatchObject({ ok: false, error: { code: "UNAVAILABLE" } });
  expect(performance.now() - askedAt).toBeLessThan(6000);

  await restoreRedis();
  expect(await owner.join(closedId)).toMatchObject({ role: "OWNER", seq: 1 });
  await expectCursors(room);
  expect(here.gateway.counts().rooms).toBe(rooms + 1);
  await owner.send("leave:project", { projectId: closedId });
  expect(here.gateway.counts().rooms).toBe(rooms);
});

test("while Redis is away tokens are still checked, and a logout still ends its sockets", async () => {
  const { team, viewer } = await openRoom();
  await loseRedis();
  await services.sessionGate.revoke(team.viewer.sessionId);
  expect(await viewer.next("session:ended")).toMatchObject({ code: "SESSION_REVOKED" });
  await expect(connectClient(there.url, { token: team.viewer.token })).rejects.toMatchObject({
    data: { code: "SESSION_REVOKED" },
  });
  await connectClient(there.url, { token: team.owner.token });
});

test("while Redis is away the service still stops by itself, with a room that is only being opened", async () => {
  const { url, process } = await forkGateway(backends, onTestFinished);
  const { projectId, owner } = await createTeam(backends);
  const client = await connectClient(url, { token: owner.token });
  await loseRedis();
  // A join is given up after a while: the next one follows it, so that a room is being opened at any time.
  const join = (): void => void client.socket.emit("join:project", { projectId }, join);
  join();
  await eventually(async () => {
    const health = (await (await fetch(`${url}/health`)).json()) as { rooms: number };
    return health.rooms === 1;
  });
  const exited = once(process, "exit");
  process.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});
