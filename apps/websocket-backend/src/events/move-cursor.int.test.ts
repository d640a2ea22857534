import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, test } from "vitest";
import { connectClient, type ConnectOptions, type TestClient } from "../../tests/connect-client.js";
import { createTeam, type Team, type TestUser } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

async function joinAs(
  { projectId }: Team,
  { token }: TestUser,
  options: ConnectOptions & { url?: string } = {},
): Promise<TestClient> {
  const { url = here.url, ...connect } = options;
  const client = await connectClient(url, { token, ...connect });
  await client.join(projectId);
  return client;
}

/** Moves a cursor and waits until a client has been told of this very position. */
async function moveUntilSeen(
  mover: TestClient,
  { projectId }: Team,
  x: number,
  watcher: TestClient,
): Promise<void> {
  await mover.send("cursor:move", { projectId, x, y: 0 });
  await eventually(() => watcher.all("cursor:update").some((cursor) => cursor.x === x));
}

const transports = [["websocket"], ["polling"]];

test.each(transports)(
  "over %s, others on every gateway see where a cursor is",
  async (transport) => {
    const team = await createTeam(backends);
    const mover = await joinAs(team, team.owner, { transports: [transport] });
    const watchers = await Promise.all([
      joinAs(team, team.viewer, { transports: [transport] }),
      joinAs(team, team.collaborator, { url: there.url, transports: [transport] }),
    ]);
    const cursor = { projectId: team.projectId, x: 10.5, y: -20, color: "#FF0000" };
    expect(await mover.send("cursor:move", cursor)).toEqual({ ok: true, data: null });
    for (const watcher of watchers)
      expect(await watcher.next("cursor:update")).toEqual({
        ...cursor,
        userId: team.owner.userId,
        name: "Owner",
      });
    // The way back, as a mark: nothing of its own has come to the mover before it.
    await moveUntilSeen(watchers[1] as TestClient, team, 7, mover);
    expect(mover.all("cursor:update").map(({ userId }) => userId)).toEqual([
      team.collaborator.userId,
    ]);
  },
);

test("a cursor without a colour has a neutral one", async () => {
  const team = await createTeam(backends);
  const [mover, watcher] = [await joinAs(team, team.owner), await joinAs(team, team.viewer)];
  await moveUntilSeen(mover, team, 1, watcher);
  expect(watcher.all("cursor:update")).toMatchObject([{ color: "#888888" }]);
});

test("of many moves the last always arrives, the rest at most once a tick", async () => {
  const team = await createTeam(backends);
  const mover = await joinAs(team, team.owner);
  const watchers = [
    await joinAs(team, team.viewer),
    await joinAs(team, team.collaborator, { url: there.url }),
  ];
  const moves = 500;
  for (let x = 1; x <= moves; x += 1)
    mover.socket.emit("cursor:move", { projectId: team.projectId, x, y: x });
  for (const watcher of watchers) {
    await eventually(() => watcher.all("cursor:update").at(-1)?.x === moves);
    const seen = watcher.all("cursor:update").map(({ x }) => x);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.length).toBeLessThan(moves);
  }
});

test("a user's other tab sees the cursor too, on the same gateway and on another", async () => {
  const team = await createTeam(backends);
  const mover = await joinAs(team, team.owner);
  const tabs = [await joinAs(team, team.owner), await joinAs(team, team.owner, { url: there.url })];
  const position = { projectId: team.projectId, x: 3, y: 4 };
  await mover.send("cursor:move", position);
  for (const tab of tabs)
    expect(await tab.next("cursor:update")).toMatchObject({
      ...position,
      userId: team.owner.userId,
    });
});

test("who asked for batches gets batches and nothing else, whoever and wherever the mover", async () => {
  const team = await createTeam(backends);
  const batched = [
    await joinAs(team, team.viewer, { query: { cursors: "batch" } }),
    await joinAs(team, team.viewer, {
      url: there.url,
      auth: { token: team.viewer.token, cursors: "batch" },
    }),
  ];
  const plain = await joinAs(team, team.owner);
  const mover = await joinAs(team, team.collaborator);
  await moveUntilSeen(mover, team, 5, plain);
  for (const client of batched) {
    expect(await client.next("cursor:batch")).toEqual({
      projectId: team.projectId,
      cursors: [[team.collaborator.userId, 5, 0, "#888888"]],
    });
    expect(client.all("cursor:update")).toEqual([]);
  }
  expect(plain.all("cursor:batch")).toEqual([]);
});

test("a cursor that is sent right after the join, without waiting, counts", async () => {
  const team = await createTeam(backends);
  const watcher = await joinAs(team, team.viewer, { url: there.url });
  const mover = await connectClient(here.url, { token: team.owner.token });
  mover.socket.emit("join:project", { projectId: team.projectId });
  mover.socket.emit("cursor:move", { projectId: team.projectId, x: 1, y: 1 });
  expect(await watcher.next("cursor:update")).toMatchObject({ x: 1, userId: team.owner.userId });
  expect(mover.all("error:event")).toEqual([]);
});

test("the cursor of who stays at another gateway is known to who comes to the one it was moved at", async () => {
  const team = await createTeam(backends);
  const { projectId, owner, collaborator } = team;
  const staying = await joinAs(team, owner, { url: there.url });
  const leaving = await joinAs(team, owner);
  await leaving.send("cursor:move", { projectId, x: 6, y: 7 });
  await staying.next("cursor:update");
  // With the last one in it the gateway forgets the room.
  await leaving.send("leave:project", { projectId });
  const late = await joinAs(team, collaborator);
  await eventually(async () => (await late.join(projectId)).cursors.length === 1);
  expect((await late.join(projectId)).cursors).toMatchObject([{ name: "Owner", x: 6, y: 7 }]);
});

test("the cursor of who has left is not shown to who comes", async () => {
  const team = await createTeam(backends);
  const { projectId } = team;
  const watcher = await joinAs(team, team.viewer, { url: there.url });
  const mover = await joinAs(team, team.owner);
  await moveUntilSeen(mover, team, 1, watcher);
  await mover.send("leave:project", { projectId });
  await watcher.next("user:left");
  expect((await watcher.join(projectId)).cursors).toEqual([]);
  const late = await connectClient(here.url, { token: team.collaborator.token });
  expect((await late.join(projectId)).cursors).toEqual([]);
});

describe("a cursor that is none is refused, and nobody sees it", () => {
  const malformed: Record<string, object> = {
    "no position": {},
    "half a position": { x: 1 },
    "a text for a number": { x: "1", y: 1 },
    "an infinite coordinate": { x: Infinity, y: 1 },
    "no number": { x: Number.NaN, y: 1 },
    "null for a number": { x: 1, y: null },
    "a colour that is none": { x: 1, y: 1, color: "red" },
    "markup for a colour": { x: 1, y: 1, color: '#fff"><script>' },
  };
  test("whatever is wrong with it", async () => {
    const team = await createTeam(backends);
    const [mover, watcher] = [await joinAs(team, team.owner), await joinAs(team, team.viewer)];
    for (const [what, cursor] of Object.entries(malformed)) {
      const sent = { projectId: team.projectId, ...cursor };
      expect(await mover.send("cursor:move", sent), what).toMatchObject({
        ok: false,
        error: { code: "VALIDATION_FAILED" },
      });
    }
    // JSON itself can carry a number that no double can.
    mover.sendRaw(`2["cursor:move",{"projectId":"${team.projectId}","x":1e999,"y":0}]`);
    expect(await mover.next("error:event")).toMatchObject({ code: "VALIDATION_FAILED" });
    await moveUntilSeen(mover, team, 99, watcher);
    expect(watcher.all("cursor:update").map(({ x }) => x)).toEqual([99]);
  });
});
