import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, test } from "vitest";
import { connectClient, type ConnectOptions, type TestClient } from "../../tests/connect-client.js";
import { changeProject, createTeam, type Team, type TestUser } from "../../tests/create-team.js";
import { forkGateway } from "../../tests/fork-gateway.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const gateways = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);
const [here, there] = gateways.map(({ url }) => url) as [string, string];

async function joinAs(
  { projectId }: Team,
  { token }: TestUser,
  url: string,
  options: ConnectOptions = {},
): Promise<TestClient> {
  const client = await connectClient(url, { token, ...options });
  await client.join(projectId);
  return client;
}

/** Two who watch the room, one on each gateway: the owner and the viewer. */
async function watchRoom(): Promise<{ team: Team; watchers: TestClient[] }> {
  const team = await createTeam(backends);
  const watchers = [await joinAs(team, team.owner, here), await joinAs(team, team.viewer, there)];
  // Before anything is counted, the two have heard of each other.
  await watchers[0]?.next("user:joined");
  return { team, watchers };
}

/** Who came and went, as a client was told, in short: `+Name` and `-Name`. */
const comings = (client: TestClient, { name }: TestUser): string =>
  client.received
    .filter(({ event, data }) => event.startsWith("user:") && (data as TestUser).name === name)
    .map(({ event }) => (event === "user:joined" ? "+" : "-"))
    .join("");

/** Waits until both gateways know of the tab: a cursor follows on the same channel. */
async function waitUntilKnown(tab: TestClient | undefined, team: Team, watchers: TestClient[]) {
  await tab?.send("cursor:move", { projectId: team.projectId, x: 1, y: 1 });
  for (const watcher of watchers) await watcher.next("cursor:update");
}

const ended: Record<string, (client: TestClient, team: Team) => unknown> = {
  "leave:project": (client, { projectId }) => client.send("leave:project", { projectId }),
  "a clean disconnect": (client) => client.socket.disconnect(),
  "a dropped transport": (client) => client.drop(),
};

describe.concurrent("a user with many tabs on both gateways", () => {
  test.each(Object.keys(ended))("comes once and, by %s of the last tab, goes once", async (how) => {
    const { team, watchers } = await watchRoom();
    const { collaborator, projectId } = team;
    const tabs = await Promise.all(
      [here, here, there, there].map((url) => joinAs(team, collaborator, url)),
    );
    for (const watcher of watchers) {
      expect(await watcher.next("user:joined", watcher === watchers[0] ? 2 : 1)).toEqual({
        projectId,
        userId: collaborator.userId,
        name: "Collaborator",
      });
    }
    await waitUntilKnown(tabs[3], team, watchers);
    for (const tab of tabs) await ended[how]?.(tab, team);
    for (const watcher of watchers) {
      expect(await watcher.next("user:left")).toEqual({
        projectId,
        userId: collaborator.userId,
        name: "Collaborator",
      });
      expect((await watcher.join(projectId)).members).toHaveLength(2);
    }
    // A mark after it all, from the same channel.
    await changeProject(backends, team, { name: "mark" });
    for (const watcher of watchers) {
      await watcher.next("project:changed");
      expect(comings(watcher, collaborator)).toBe("+-");
    }
    for (const tab of tabs) expect(comings(tab, collaborator)).toBe("");
  });

  test("stays while one tab stays", async () => {
    const { team, watchers } = await watchRoom();
    const tabs = await Promise.all(
      [here, here, there].map((url) => joinAs(team, team.collaborator, url)),
    );
    await waitUntilKnown(tabs[2], team, watchers);
    tabs[0]?.socket.disconnect();
    await tabs[1]?.send("leave:project", { projectId: team.projectId });
    await eventually(async () => {
      const fields = await backends.services.redis.hkeys(`presence:${team.projectId}`);
      return fields.filter((field) => field.startsWith(team.collaborator.userId)).length === 1;
    });
    // A mark from the same channel: whoever was to be shown as gone is by then.
    await changeProject(backends, team, { name: "mark" });
    for (const watcher of watchers) {
      await watcher.next("project:changed");
      expect(comings(watcher, team.collaborator)).toBe("+");
      expect((await watcher.join(team.projectId)).members).toHaveLength(3);
    }
  });
});

describe.concurrent("a dropped transport", () => {
  test.each([
    { where: "the same gateway", url: here },
    { where: "the other gateway", url: there },
  ])("that comes back in time, to $where, is not seen by anyone", async ({ url }) => {
    const { team, watchers } = await watchRoom();
    const dropped = await joinAs(team, team.collaborator, here);
    for (const watcher of watchers)
      await eventually(() => comings(watcher, team.collaborator) === "+");
    // Connected already, so that on a busy machine too the return takes less than the grace.
    const back = await connectClient(url, { token: team.collaborator.token });
    dropped.drop();
    await back.join(team.projectId);
    // Someone else who drops later, and does not come back, marks the end of the grace.
    const mark = await joinAs(team, team.viewer, here);
    await watchers[1]?.send("leave:project", { projectId: team.projectId });
    mark.drop();
    await eventually(() => watchers[0] && comings(watchers[0], team.viewer) === "+-");
    for (const watcher of watchers) expect(comings(watcher, team.collaborator)).toBe("+");
    await back.send("leave:project", { projectId: team.projectId });
    await eventually(() => watchers[0] && comings(watchers[0], team.collaborator) === "+-");
  });

  test("that does not come back shows as a leave after the grace, not before", async () => {
    const { team, watchers } = await watchRoom();
    const dropped = await joinAs(team, team.collaborator, here);
    const droppedAt = performance.now();
    dropped.drop();
    for (const watcher of watchers) await watcher.next("user:left");
    expect(performance.now() - droppedAt).toBeGreaterThan(1900);
    for (const watcher of watchers) expect(comings(watcher, team.collaborator)).toBe("+-");
  });

  test("after a leave of the same user adds nothing", async () => {
    const { team, watchers } = await watchRoom();
    const client = await joinAs(team, team.collaborator, here);
    await client.send("leave:project", { projectId: team.projectId });
    client.drop();
    for (const watcher of watchers) await watcher.next("user:left");
    const again = await joinAs(team, team.collaborator, here);
    again.drop();
    for (const watcher of watchers)
      await eventually(() => comings(watcher, team.collaborator) === "+-+-");
  });
});

test.concurrent("the users of a gateway that is killed are gone everywhere, once, and nobody else is", async () => {
  const { team, watchers } = await watchRoom();
  const { owner, viewer, collaborator, projectId } = team;
  const doomed = await forkGateway(backends, afterAll);
  const ownersTab = await joinAs(team, owner, doomed.url);
  await joinAs(team, collaborator, doomed.url);
  for (const watcher of watchers) await eventually(() => comings(watcher, collaborator) === "+");
  await doomed.kill();
  for (const watcher of watchers) {
    await eventually(() => comings(watcher, collaborator) === "+-", { timeoutMs: 15_000 });
    expect((await watcher.join(projectId)).members).toHaveLength(2);
  }
  expect(ownersTab.socket.connected).toBe(false);
  // What the dead gateway held for the owner is gone as well: with the last tab they leave.
  watchers[0]?.socket.disconnect();
  await eventually(() => watchers[1] && comings(watchers[1], owner) === "-");
  expect(
    watchers.map((watcher) => [owner, viewer, collaborator].map((user) => comings(watcher, user))),
  ).toEqual([
    ["", "+", "+-"],
    ["-", "", "+-"],
  ]);
});

test("quick comings and goings end in the truth on both gateways", async () => {
  const { team, watchers } = await watchRoom();
  const { projectId, collaborator } = team;
  const tabs = await Promise.all(
    [here, there, here, there].map((url) => connectClient(url, { token: collaborator.token })),
  );
  await Promise.all(
    tabs.map(async (tab, index) => {
      for (let round = 0; round < 8; round += 1) {
        await tab.join(projectId);
        await tab.send("leave:project", { projectId });
      }
      if (index === 3) await tab.join(projectId);
    }),
  );
  for (const url of [here, there]) {
    // Not a watcher: what happens while a socket joins again is in its answer, and no event.
    const late = await connectClient(url, { token: team.owner.token });
    await eventually(async () => (await late.join(projectId)).members.length === 3);
  }
  for (const watcher of watchers)
    await eventually(() => /^(?:\+-)*\+$/.test(comings(watcher, collaborator)));
});
