import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createTeam, type Team, type TestUser } from "../../tests/create-team.js";
import { forkGateway } from "../../tests/fork-gateway.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

/** The longest that a dead gateway's users are shown. */
const GONE_WITHIN = { timeoutMs: 15_000 };

async function joinAs({ projectId }: Team, { token }: TestUser, url: string): Promise<TestClient> {
  const client = await connectClient(url, { token });
  await client.join(projectId);
  return client;
}

/** Everyone who was shown as gone, as a client was told. */
const left = (client: TestClient): string[] => client.all("user:left").map(({ name }) => name);
const joined = (client: TestClient): string[] => client.all("user:joined").map(({ name }) => name);

/**
 * A room whose owner watches here and whose viewer watches there. The collaborator is only on the third
 * gateway; the owner has another tab on it.
 */
async function fillRoom(doomedUrl: string): Promise<{ team: Team; watchers: TestClient[] }> {
  const team = await createTeam(backends);
  const watchers = [
    await joinAs(team, team.owner, here.url),
    await joinAs(team, team.viewer, there.url),
  ];
  await joinAs(team, team.owner, doomedUrl);
  await joinAs(team, team.collaborator, doomedUrl);
  for (const watcher of watchers)
    await eventually(() => joined(watcher).includes("Collaborator"), GONE_WITHIN);
  return { team, watchers };
}

const namesIn = async (client: TestClient, { projectId }: Team): Promise<string[]> =>
  (await client.join(projectId)).members.map(({ name }) => name).sort();

test("after a restart of Redis without its data, who is there is there, and who died meanwhile is gone", async () => {
  const doomed = await forkGateway(backends, onTestFinished);
  const { team, watchers } = await fillRoom(doomed.url);
  await backends.redisServer.kill();
  await doomed.kill();
  await backends.redisServer.restart({ isEmpty: true });

  // Whoever was to be taken for gone by mistake would have been before the one who is.
  for (const watcher of watchers) {
    await eventually(() => left(watcher).length > 0, GONE_WITHIN);
    expect(left(watcher)).toEqual(["Collaborator"]);
  }
  await eventually(async () => {
    const fields = await backends.services.redis.hkeys(`presence:${team.projectId}`);
    return fields.length === 2;
  }, GONE_WITHIN);
  // A gateway that opens the room only now has nothing but the roster.
  const fresh = await startGateway(backends, { endWith: onTestFinished });
  const late = await joinAs(team, team.viewer, fresh.url);
  expect(await namesIn(late, team)).toEqual(["Owner", "Viewer"]);
  expect(watchers.map(left)).toEqual([["Collaborator"], ["Collaborator"]]);
});
