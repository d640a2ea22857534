import { eventually } from "@workspace/local-stack/eventually";
import { listLastingKeys } from "@workspace/local-stack/lasting-keys";
import { afterAll, expect, test } from "vitest";
import { connectClient } from "../../tests/connect-client.js";
import { createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });
const { redis } = backends.services;

test("all that a gateway writes to Redis expires, and a roster goes with its last user", async () => {
  const { projectId, owner, viewer } = await createTeam(backends);
  const clients = await Promise.all(
    [owner, viewer].map(({ token }) => connectClient(url, { token })),
  );
  for (const client of clients) {
    await client.join(projectId);
    await client.send("cursor:move", { projectId, x: 1, y: 1 });
  }
  expect(await redis.keys("gateway:*")).toHaveLength(1);
  expect(await redis.keys("presence:*")).toEqual([`presence:${projectId}`]);
  expect(await listLastingKeys(redis)).toEqual([]);
  for (const client of clients) client.socket.disconnect();
  await eventually(async () => (await redis.keys("presence:*")).length === 0);
});
