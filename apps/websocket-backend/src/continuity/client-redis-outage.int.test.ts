import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { changeProject, createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";
import { openWorkspace, range, watchRoom } from "../../tests/workspace-client.js";

const backends = await openBackends();
const { redisServer, services } = backends;
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

test("what was written while Redis was away reaches every client after its return, once and in order", async () => {
  const team = await createTeam(backends);
  const { projectId, owner, viewer } = team;
  const writer = await watchRoom(openWorkspace({ url: here.url, token: owner.token }), projectId);
  const reader = await watchRoom(openWorkspace({ url: there.url, token: viewer.token }), projectId);
  const nodes = [here.node, there.node, services];
  const areConnected = (isConnected: boolean) => () =>
    nodes.every(
      ({ bus, redis }) =>
        bus.isConnected() === isConnected && (redis.status === "ready") === isConnected,
    );

  await redisServer.kill();
  await eventually(areConnected(false));
  for (let n = 0; n < 5; n += 1) {
    expect(await writer.room.update({ content: { socket: n } })).toMatchObject({ seq: 4 + 2 * n });
    await changeProject(backends, team, { content: { rest: n } });
  }
  expect(reader.room.status).toBe("live");

  await redisServer.restart();
  await eventually(areConnected(true));
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
