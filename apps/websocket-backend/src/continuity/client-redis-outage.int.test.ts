import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startBalancer } from "../../tests/balancer.js";
import { changeProject, createTeam } from "../../tests/create-team.js";
import { loseMessages } from "../../tests/lossy-wire.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";
import { openWorkspace, range, watchRoom } from "../../tests/workspace-client.js";

const backends = await openBackends();
const { redisServer, services } = backends;
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

const waitUntilConnected = (isConnected: boolean): Promise<true> =>
  eventually(() =>
    [here.node, there.node, services].every(
      ({ bus, redis }) =>
        bus.isConnected() === isConnected && (redis.status === "ready") === isConnected,
    ),
  );

async function loseRedis(): Promise<void> {
  await redisServer.kill();
  await waitUntilConnected(false);
}

async function restoreRedis(): Promise<void> {
  await redisServer.restart();
  await waitUntilConnected(true);
}

test("what was written while Redis was away reaches every client after its return, once and in order", async () => {
  const team = await createTeam(backends);
  const { projectId, owner, viewer } = team;
  const writer = await watchRoom(openWorkspace({ url: here.url, token: owner.token }), projectId);
  const reader = await watchRoom(openWorkspace({ url: there.url, token: viewer.token }), projectId);

  await loseRedis();
  for (let n = 0; n < 5; n += 1) {
    expect(await writer.room.update({ content: { socket: n } })).toMatchObject({ seq: 4 + 2 * n });
    await changeProject(backends, team, { content: { rest: n } });
  }
  expect(reader.room.status).toBe("live");

  await restoreRedis();
  for (const { room, seqs, heard } of [writer, reader]) {
    await eventually(() => room.seq === 13);
    expect(room.project).toMatchObject({ content: { socket: 4, rest: 4 }, version: 11 });
    expect(seqs()).toEqual(range(4, 13));
    // It is the gateways that have caught up: no client has noticed.
    expect(heard("status")).toEqual([]);
  }
  await reader.room.leave();
  await eventually(() => writer.room.members.length === 1);
});

test("who comes to a gateway that cannot open the room without Redis asks until it can", async () => {
  const team = await createTeam(backends);
  const { projectId, viewer } = team;
  const balancer = await startBalancer([here.url], onTestFinished);
  const connection = openWorkspace({ url: balancer.url, token: viewer.token });
  const { room, seqs, heard } = await watchRoom(connection, projectId);
  let refusals = 0;
  loseMessages(connection, (message) => {
    if (message.includes('"UNAVAILABLE"')) refusals += 1;
    return false;
  });

  await loseRedis();
  balancer.setTargets([there.url]);
  balancer.cut();
  await eventually(() => refusals > 0);
  expect({ connection: connection.status, room: room.status }).toEqual({
    connection: "connected",
    room: "catchingUp",
  });
  await changeProject(backends, team, { name: "N" });
  await restoreRedis();
  await eventually(() => room.status === "live");
  expect(room.project.name).toBe("N");
  expect(seqs()).toEqual([4]);
  expect(heard("status")).toEqual(["catchingUp", "live"]);
});
