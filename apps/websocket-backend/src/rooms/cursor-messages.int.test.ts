import { projectTopic } from "@workspace/common/contracts/bus-topics";
import { eventually } from "@workspace/local-stack/eventually";
import { Redis } from "ioredis";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createTeam, type Team, type TestUser } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway, type TestGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const [here, there, elsewhere] = (await Promise.all(
  [1, 2, 3].map(() => startGateway(backends, { endWith: afterAll })),
)) as [TestGateway, TestGateway, TestGateway];
/** That of the gateways in tests. */
const TICK_MS = 10;

async function joinAt(
  { url }: TestGateway,
  { projectId }: Team,
  { token }: TestUser,
): Promise<TestClient> {
  const client = await connectClient(url, { token });
  await client.join(projectId);
  return client;
}

/** Counts the messages of cursors that travel for a project. */
async function countMessages({ projectId }: Team): Promise<() => number> {
  const redis = new Redis(backends.redisServer.url);
  onTestFinished(() => redis.disconnect());
  let count = 0;
  redis.on("message", (_channel: string, text: string) => {
    if (text.includes('"kind":"cursors"')) count += 1;
  });
  await redis.subscribe(projectTopic(projectId).channel);
  return () => count;
}

/** Moves each as fast as it goes for some ticks, and waits until everyone has seen where the others ended. */
async function moveAll(clients: readonly TestClient[], { projectId }: Team): Promise<number> {
  const startMs = performance.now();
  for (let x = 1; performance.now() - startMs < 20 * TICK_MS; x += 1)
    await Promise.all(clients.map((client) => client.send("cursor:move", { projectId, x, y: 0 })));
  const last = Math.random();
  for (const client of clients) client.socket.emit("cursor:move", { projectId, x: last, y: 0 });
  for (const client of clients)
    await eventually(
      () => client.all("cursor:update").filter(({ x }) => x === last).length === clients.length - 1,
    );
  return performance.now() - startMs;
}

test("cursors of a room on one gateway stay off Redis", async () => {
  const team = await createTeam(backends);
  const clients = [
    await joinAt(here, team, team.owner),
    await joinAt(here, team, team.collaborator),
    await joinAt(here, team, team.viewer),
  ];
  const messages = await countMessages(team);
  await moveAll(clients, team);
  expect(messages()).toBe(0);
});

test("a room on two gateways costs each one message a tick, and others none", async () => {
  const team = await createTeam(backends);
  await connectClient(elsewhere.url, { token: team.owner.token });
  const clients = [
    await joinAt(here, team, team.owner),
    await joinAt(there, team, team.collaborator),
    await joinAt(there, team, team.viewer),
  ];
  const messages = await countMessages(team);
  const elapsedMs = await moveAll(clients, team);
  expect(messages()).toBeGreaterThan(0);
  // With what comes from elsewhere a gateway may tick after half of one.
  expect(messages()).toBeLessThanOrEqual(2 * (elapsedMs / (TICK_MS / 2) + 1));
  const { channel } = projectTopic(team.projectId);
  // The counter of this test listens too.
  const [, listening] = await backends.services.redis.pubsub("NUMSUB", channel);
  expect(listening).toBe(3);
});
