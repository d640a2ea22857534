import type { Socket } from "node:net";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createTeam, type Team } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });

/** Two in a room, over a WebSocket from the beginning or after an upgrade. */
async function joinTeam(at: string, transports: string[] = ["websocket"]) {
  const team = await createTeam(backends);
  const [mover, watcher] = await Promise.all([
    connectClient(at, { token: team.owner.token, transports }),
    connectClient(at, { token: team.viewer.token }),
  ]);
  await mover.join(team.projectId);
  await watcher.join(team.projectId);
  return { team, mover, watcher };
}

/** A move that asks for no answer: what takes the short way when it may. */
const move = (mover: TestClient, { projectId }: Team, x: unknown, color: unknown = "#123456") =>
  mover.socket.emit("cursor:move", { projectId, x, y: 0, color });

const lastSeen = (watcher: TestClient): number | undefined =>
  watcher.all("cursor:update").at(-1)?.x;

test("moves with and without an answer that are sent together take effect in their order", async () => {
  const { team, mover, watcher } = await joinTeam(url);
  for (let round = 1; round <= 20; round += 1) {
    move(mover, team, round * 10);
    const answered = mover.send("cursor:move", {
      projectId: team.projectId,
      x: round * 10 + 1,
      y: 0,
    });
    move(mover, team, round * 10 + 2);
    await answered;
    await eventually(() => lastSeen(watcher) === round * 10 + 2);
  }
  const seen = watcher.all("cursor:update").map(({ x }) => x);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test("a connection that was upgraded from polling moves on", async () => {
  const { team, mover, watcher } = await joinTeam(url, ["polling", "websocket"]);
  move(mover, team, 1);
  await eventually(() => lastSeen(watcher) === 1);
  await eventually(() => mover.socket.io.engine.transport.name === "websocket");
  move(mover, team, 2);
  await eventually(() => lastSeen(watcher) === 2);
});

test("whatever is wrong with a move, it is refused by name and nobody sees it", async () => {
  const { team, mover, watcher } = await joinTeam(url);
  const wrong: [x: unknown, color: unknown][] = [
    ["1", "#000"],
    [null, "#000"],
    [1, "red"],
    [1, 7],
    [1, `#${"0".repeat(600)}`],
  ];
  for (const [x, color] of wrong) move(mover, team, x, color);
  for (const raw of [
    '2["cursor:move"]',
    '2["cursor:move",null]',
    `2["cursor:move",{"projectId":"${team.projectId}","x":1e999,"y":0,"color":"#000"}]`,
    `2["cursor:move",{"projectId":"x","x":1,"y":0,"color":"#000"}]`,
  ])
    mover.sendRaw(raw);
  await mover.next("error:event", wrong.length + 4);
  expect(new Set(mover.all("error:event").map(({ code }) => code))).toEqual(
    new Set(["VALIDATION_FAILED"]),
  );
  move(mover, team, 99);
  await eventually(() => lastSeen(watcher) === 99);
  expect(watcher.all("cursor:update")).toHaveLength(1);
});

test("a move before the join or after the leave is refused", async () => {
  const { team, mover, watcher } = await joinTeam(url);
  const { projectId } = team;
  const early = await connectClient(url, { token: team.collaborator.token });
  move(early, team, 1);
  expect(await early.next("error:event")).toMatchObject({ code: "NOT_JOINED" });
  await mover.send("leave:project", { projectId });
  move(mover, team, 2);
  expect(await mover.next("error:event")).toMatchObject({ code: "NOT_JOINED" });
  expect(watcher.all("cursor:update")).toEqual([]);
});

/** The TCP stream under a client, and a move as a frame on it, masked with zeros. */
function tapWire(mover: TestClient, { projectId }: Team) {
  const { ws } = mover.socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
  const message = `42["cursor:move",{"projectId":"${projectId}","x":1,"y":1,"color":"#000"}]`;
  const header = Buffer.from([0x81, 0x80 | message.length, 0, 0, 0, 0]);
  return { stream: ws._socket, frame: Buffer.concat([header, Buffer.from(message)]) };
}

test("what comes behind a client's farewell is not heard, and harms nobody", async () => {
  const { team, mover, watcher } = await joinTeam(url);
  const { stream, frame } = tapWire(mover, team);
  const close = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);
  stream.write(Buffer.concat([close, frame]));
  stream.write(frame);
  expect(await watcher.next("user:left")).toMatchObject({ userId: team.owner.userId });
  expect(watcher.all("cursor:update")).toEqual([]);
  expect((await connectClient(url, { token: team.owner.token })).socket.connected).toBe(true);
});

test("a message that comes in pieces of any size is heard as it is", async () => {
  const { team, mover, watcher } = await joinTeam(url);
  const { stream, frame } = tapWire(mover, team);
  for (const byte of frame) stream.write(Buffer.from([byte]));
  await eventually(() => lastSeen(watcher) === 1);
  move(mover, team, 2);
  await eventually(() => lastSeen(watcher) === 2);
});

test("moves count against the socket's rate like every event", async () => {
  const { url: strictUrl } = await startGateway(backends, {
    limits: { eventsPerSecond: 1, eventBurst: 20 },
    endWith: onTestFinished,
  });
  const { team, mover, watcher } = await joinTeam(strictUrl);
  for (let x = 1; x <= 40; x += 1) move(mover, team, x);
  // The join was the first of the twenty.
  await mover.next("error:event", 21);
  expect(new Set(mover.all("error:event").map(({ code }) => code))).toEqual(
    new Set(["RATE_LIMITED"]),
  );
  await eventually(() => lastSeen(watcher) === 19);
});
