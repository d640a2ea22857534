import { submitJob } from "@workspace/database/submit-job";
import { deleteProject } from "@workspace/database/write-project";
import { removeCollaborator, updateCollaborator } from "@workspace/database/write-collaborators";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { connectClient, createClient, waitUntilConnected } from "../../tests/connect-client.js";
import {
  addMember,
  changeProject,
  commit,
  createOwnedProject,
  createTeam,
  createUser,
} from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { limits: { replayLimit: 5, maxRoomsPerSocket: 2 }, endWith: afterAll }),
  startGateway(backends, { limits: { replayLimit: 5 }, endWith: afterAll }),
]);
const { database } = backends.services;

describe("the answer to a join", () => {
  test("is the project as it is, the caller's role, and the newest number", async () => {
    const team = await createTeam(backends);
    const { projectId, owner, viewer } = team;
    await changeProject(backends, team, { name: "N", description: "D", content: { a: [1] } });
    const client = await connectClient(here.url, { token: viewer.token });
    expect(await client.join(projectId)).toEqual({
      role: "VIEWER",
      project: {
        id: projectId,
        name: "N",
        description: "D",
        content: { a: [1] },
        version: 2,
        ownerId: owner.userId,
      },
      members: [{ userId: viewer.userId, name: "Viewer" }],
      cursors: [],
      seq: 4,
    });
  });

  test("has the members and cursors of every gateway", async () => {
    const { projectId, owner, collaborator, viewer } = await createTeam(backends);
    const first = await connectClient(here.url, { token: owner.token });
    await first.join(projectId);
    await first.send("cursor:move", { projectId, x: 1.5, y: -2, color: "#ABC" });
    const cursor = { projectId, userId: owner.userId, name: "Owner", x: 1.5, y: -2, color: "#ABC" };

    const second = await connectClient(there.url, { token: collaborator.token });
    const opened = await second.join(projectId);
    expect(opened.members).toHaveLength(2);
    // Who opens the room on a gateway hears of the others' cursors with the answer or right after it.
    if (opened.cursors.length === 0) expect(await second.next("cursor:update")).toEqual(cursor);
    else expect(opened.cursors).toEqual([cursor]);

    const third = await connectClient(there.url, { token: viewer.token });
    const { members, cursors } = await third.join(projectId);
    expect(members.map(({ name }) => name).sort()).toEqual(["Collaborator", "Owner", "Viewer"]);
    expect(cursors).toEqual([cursor]);
  });
});

describe("a client that returns", () => {
  test("gets exactly what it missed, as it would have come live", async () => {
    const team = await createTeam(backends);
    const { projectId, owner, collaborator, viewer } = team;
    const live = await connectClient(there.url, { token: owner.token });
    await live.join(projectId);
    await changeProject(backends, team, { name: "N1" });
    await changeProject(backends, team, { content: { a: 1 } });
    const role = { projectId, userId: collaborator.userId, role: "VIEWER" } as const;
    await commit(backends, updateCollaborator(database, owner, role));
    const job = { projectId, type: "CODE_EXECUTION", payload: { code: "1", language: "python" } };
    const submitted = submitJob(database, owner, job as Parameters<typeof submitJob>[2], 10);
    await commit(backends, submitted);
    await live.next("job:updated");
    const heard = live.received.filter(({ event }) => event !== "user:joined");
    expect(heard.map(({ event }) => event)).toEqual([
      "project:changed",
      "project:changed",
      "member:changed",
      "job:updated",
    ]);

    const client = await connectClient(here.url, { token: viewer.token });
    for (const had of [3, 4, 5, 6, 7]) {
      const { missed, seq, resync } = await client.join(projectId, had);
      expect({ missed, seq, resync }).toEqual({
        missed: heard.slice(had - 3),
        seq: 7,
        resync: undefined,
      });
    }
    expect(client.received).toEqual([]);
  });

  test.each([
    { what: "missed more than is replayed", lastSeq: 3, isResync: true },
    { what: "missed as much as is replayed", lastSeq: 4, isResync: false },
    { what: "is ahead of the log", lastSeq: 10, isResync: true },
    { what: "has had everything", lastSeq: 9, isResync: false },
  ])("that $what is told to reload: $isResync", async ({ lastSeq, isResync }) => {
    const team = await createTeam(backends);
    for (let n = 0; n < 6; n += 1) await changeProject(backends, team, { name: `N${n}` });
    const client = await connectClient(here.url, { token: team.viewer.token });
    const joined = await client.join(team.projectId, lastSeq);
    expect(joined.seq).toBe(9);
    if (isResync) expect(joined).toMatchObject({ resync: true });
    else expect(joined.missed).toHaveLength(9 - lastSeq);
    expect("missed" in joined).toBe(!isResync);
    expect("resync" in joined).toBe(isResync);
  });
});

test("who comes back is replayed what a slow reader may have waiting, and no more", async () => {
  const { url } = await startGateway(backends, {
    // A quarter of it is no whole number.
    limits: { maxBufferedBytes: 400_001 },
    endWith: onTestFinished,
  });
  const team = await createTeam(backends);
  for (const key of ["a", "b"])
    await changeProject(backends, team, { content: { [key]: "x".repeat(60_000) } });
  const client = await connectClient(url, { token: team.viewer.token });
  const { missed } = await client.join(team.projectId, 4);
  expect(missed?.map(({ data }) => data.seq)).toEqual([5]);
  const joined = await client.join(team.projectId, 3);
  expect(joined).toMatchObject({ resync: true, seq: 5 });
  expect(joined.missed).toBeUndefined();
  expect(Object.keys(joined.project.content)).toEqual(["a", "b"]);
});

test("joining again gives a fresh answer, and events still come once", async () => {
  const team = await createTeam(backends);
  const client = await connectClient(here.url, { token: team.viewer.token });
  await client.join(team.projectId);
  await changeProject(backends, team, { name: "N1" });
  const [second, third] = await Promise.all([
    client.join(team.projectId),
    client.join(team.projectId),
  ]);
  expect(second).toMatchObject({ seq: 4, project: { name: "N1" } });
  expect(third).toMatchObject({ seq: 4, members: [{ userId: team.viewer.userId }] });
  const later = () => client.all("project:changed").filter(({ seq }) => seq > 4);
  await changeProject(backends, team, { name: "N2" });
  await changeProject(backends, team, { name: "N3" });
  await eventually(() => later().length >= 2);
  expect(later()).toMatchObject([{ seq: 5 }, { seq: 6 }]);
});

test("a socket can be in so many rooms and no more, also when it asks for all at once", async () => {
  const owner = await createUser(backends, "Owner");
  const projectIds = await Promise.all(
    Array.from({ length: 5 }, () => createOwnedProject(backends, owner)),
  );
  const client = await connectClient(here.url, { token: owner.token });
  const join = (projectId = "") => client.send("join:project", { projectId });
  const answers = await Promise.all(projectIds.map(join));
  expect(answers.map((answer) => (answer.ok ? "ok" : answer.error.code))).toEqual([
    "ok",
    "ok",
    "TOO_MANY_ROOMS",
    "TOO_MANY_ROOMS",
    "TOO_MANY_ROOMS",
  ]);
  // Again into one that it is in, and into another in place of one that it leaves in the same breath.
  expect(await join(projectIds[0])).toMatchObject({ ok: true });
  const left = client.send("leave:project", { projectId: projectIds[1] });
  const joined = join(projectIds[2]);
  expect([await left, await joined]).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await join(projectIds[1])).toMatchObject({ error: { code: "TOO_MANY_ROOMS" } });
});

test("a socket that is gone before its join is done leaves nothing behind", async () => {
  const { url, gateway, node } = await startGateway(backends, { endWith: onTestFinished });
  const { projectId, viewer, owner } = await createTeam(backends);
  const watcher = await connectClient(there.url, { token: owner.token });
  await watcher.join(projectId);
  for (let round = 0; round < 10; round += 1) {
    const client = createClient(url, { token: viewer.token });
    await waitUntilConnected(client);
    client.socket.emit("join:project", { projectId });
    if (round % 2 === 0) client.socket.disconnect();
    else client.drop();
  }
  const marker = await connectClient(url, { token: viewer.token });
  await marker.join(projectId);
  expect(gateway.counts().rooms).toBe(1);
  marker.socket.disconnect();
  await eventually(() =>
    expect(gateway.counts()).toEqual({ sockets: 0, rooms: 0, memberships: 0 }),
  );
  await eventually(async () =>
    expect((await node.redis.pubsub("NUMSUB", `project:${projectId}`))[1]).toBe(1),
  );
  await eventually(async () =>
    expect(await node.redis.hkeys(`presence:${projectId}`)).toHaveLength(1),
  );
});

describe("a member who is out hears no more, within a second and on every gateway", () => {
  test("when they are removed", async () => {
    const team = await createTeam(backends);
    const { projectId, owner, viewer } = team;
    const [client, other] = await Promise.all([
      connectClient(there.url, { token: viewer.token }),
      connectClient(here.url, { token: owner.token }),
    ]);
    await Promise.all([client.join(projectId), other.join(projectId)]);
    const removed = { projectId, userId: viewer.userId };
    await commit(backends, removeCollaborator(database, owner, removed));
    expect(await client.next("project:left")).toEqual({
      projectId,
      reason: "removed from the project",
    });
    expect(client.received.at(-2)).toEqual({
      event: "member:changed",
      data: { ...removed, role: null, seq: 4, requestId: "test" },
    });
    expect(await other.next("user:left")).toEqual({ ...removed, name: "Viewer" });

    const { length } = client.received;
    await changeProject(backends, team, { name: "N" });
    await other.next("project:changed");
    await addMember(backends, team, viewer, "VIEWER");
    // The answer to the next join comes after whatever would have been sent.
    expect(await client.join(projectId)).toMatchObject({ role: "VIEWER", seq: 6 });
    expect(client.received).toHaveLength(length);
  });

  test("when the project is deleted", async () => {
    const { projectId, owner, viewer } = await createTeam(backends);
    const clients = await Promise.all([
      connectClient(there.url, { token: viewer.token }),
      connectClient(here.url, { token: owner.token }),
    ]);
    for (const client of clients) await client.join(projectId);
    await commit(backends, deleteProject(database, owner, projectId));
    for (const client of clients) {
      await client.next("project:left");
      expect(client.received.slice(-2)).toEqual([
        {
          event: "project:deleted",
          data: { projectId, userId: owner.userId, seq: 4, requestId: "test" },
        },
        { event: "project:left", data: { projectId, reason: "the project was deleted" } },
      ]);
      expect(await client.send("cursor:move", { projectId, x: 1, y: 1 })).toMatchObject({
        error: { code: "NOT_JOINED" },
      });
      expect(await client.send("join:project", { projectId })).toMatchObject({
        error: { code: "NOT_FOUND" },
      });
    }
  });
});
