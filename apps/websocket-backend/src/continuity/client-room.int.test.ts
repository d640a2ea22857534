import { projectTopic } from "@workspace/common/contracts/bus-topics";
import { deleteProject } from "@workspace/database/write-project";
import { removeCollaborator, updateCollaborator } from "@workspace/database/write-collaborators";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, test } from "vitest";
import {
  changeProject,
  commit,
  createTeam,
  submitJob,
  type Team,
  type TestUser,
} from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";
import { openWorkspace, watchRoom } from "../../tests/workspace-client.js";

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);
const { database } = backends.services;

const open = (team: Team, { token }: TestUser, url = here.url) =>
  watchRoom(openWorkspace({ url, token }), team.projectId);

describe("a room that has been joined", () => {
  test("is the project as it is, one's role, who is there, and the newest number", async () => {
    const team = await createTeam(backends);
    await changeProject(backends, team, { name: "N", description: "D", content: { a: [1] } });
    const { room } = await open(team, team.viewer);
    expect({ ...room, on: undefined }).toMatchObject({
      projectId: team.projectId,
      status: "live",
      role: "VIEWER",
      project: {
        id: team.projectId,
        name: "N",
        description: "D",
        content: { a: [1] },
        version: 2,
        ownerId: team.owner.userId,
      },
      members: [{ userId: team.viewer.userId, name: "Viewer" }],
      seq: 4,
    });
  });

  test("follows every change, whoever makes it and however", async () => {
    const team = await createTeam(backends);
    const mine = await open(team, team.owner);
    const theirs = await open(team, team.viewer, there.url);
    const before = mine.room.project;
    const patch = { board: { a: 1, b: 2 }, title: "x" };
    expect(await mine.room.update({ content: patch })).toEqual({ version: 2, seq: 4 });
    await changeProject(backends, team, {
      name: "N",
      content: { board: { a: null }, title: null },
    });
    for (const { room, heard, seqs } of [mine, theirs]) {
      await eventually(() => room.seq === 5);
      expect(room.project).toMatchObject({ name: "N", content: { board: { b: 2 } }, version: 3 });
      expect(seqs()).toEqual([4, 5]);
      expect(heard("changed")).toEqual(heard("event").map(({ data }) => data));
    }
    expect(before).toMatchObject({ name: "P", content: {}, version: 1 });
  });

  test("is the same for who asks again, and one of its own after it was left", async () => {
    const team = await createTeam(backends);
    const connection = openWorkspace({ url: here.url, token: team.owner.token });
    const [first, second] = await Promise.all([
      connection.join(team.projectId),
      connection.join(team.projectId),
    ]);
    expect(second).toBe(first);
    expect(await connection.join(team.projectId)).toBe(first);
    await first.leave();
    expect(first.status).toBe("closed");
    await expect(first.update({ name: "N" })).rejects.toMatchObject({ code: "CLOSED" });
    expect(await connection.join(team.projectId)).not.toBe(first);
  });

  test("knows who comes and goes", async () => {
    const team = await createTeam(backends);
    const { room, heard } = await open(team, team.owner);
    const guest = await open(team, team.viewer, there.url);
    const viewer = { userId: team.viewer.userId, name: "Viewer" };
    await eventually(() => room.members.length === 2);
    expect(heard("joined")).toEqual([viewer]);
    await guest.room.leave();
    await eventually(() => room.members.length === 1);
    expect(heard("left")).toEqual([viewer]);
    expect(heard("members").map((members) => members.length)).toEqual([2, 1]);
    expect(guest.heard("closed")).toMatchObject([{ reason: "left" }]);
  });

  test("follows one's role", async () => {
    const team = await createTeam(backends);
    const { room, heard } = await open(team, team.collaborator);
    const { projectId, owner, collaborator } = team;
    const change = { projectId, userId: collaborator.userId, role: "VIEWER" } as const;
    await commit(backends, updateCollaborator(database, owner, change));
    await eventually(() => room.role === "VIEWER");
    expect(heard("role")).toEqual(["VIEWER"]);
    await expect(room.update({ name: "N" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("hears of jobs, and what they print", async () => {
    const team = await createTeam(backends);
    const { projectId } = team;
    const connection = openWorkspace({ url: here.url, token: team.owner.token });
    const { heard } = await watchRoom(connection, projectId);
    const jobId = await submitJob(backends, team);
    await backends.services.bus.publish(projectTopic(projectId), {
      kind: "job.output",
      jobId,
      attempt: 1,
      requestId: null,
      firstSeq: 1,
      pieces: [
        ["stdout", "a"],
        ["stderr", "b"],
      ],
    });
    expect(await connection.cancelJob(jobId)).toMatchObject({ id: jobId, status: "FAILED" });
    await eventually(() => heard("jobUpdated").length === 2 && heard("jobOutput").length === 2);
    expect(heard("jobUpdated").map(({ status }) => status)).toEqual(["PENDING", "FAILED"]);
    expect(heard("jobOutput").map(({ seq, chunk }) => ({ seq, chunk }))).toEqual([
      { seq: 1, chunk: "a" },
      { seq: 2, chunk: "b" },
    ]);
    await expect(connection.cancelJob(jobId)).rejects.toMatchObject({ code: "JOB_FINISHED" });
  });
});

describe("a room closes", () => {
  test("for who is removed from the project, and for nobody else", async () => {
    const team = await createTeam(backends);
    const { projectId, owner, viewer } = team;
    const expelled = await open(team, viewer);
    const other = await open(team, owner);
    const removal = { projectId, userId: viewer.userId };
    await commit(backends, removeCollaborator(database, owner, removal));
    await eventually(() => expelled.room.status === "closed");
    expect(expelled.heard("closed")).toMatchObject([{ reason: "removed" }]);
    await eventually(() => other.seqs().includes(4));
    expect(other.room.status).toBe("live");
  });

  test("for everyone when the project is deleted", async () => {
    const team = await createTeam(backends);
    const rooms = [await open(team, team.owner), await open(team, team.viewer, there.url)];
    await commit(backends, deleteProject(database, team.owner, team.projectId));
    for (const { room, heard } of rooms) {
      await eventually(() => room.status === "closed");
      expect(heard("closed")).toMatchObject([{ reason: "deleted" }]);
      expect(heard("event")).toMatchObject([{ event: "project:deleted" }]);
    }
  });

  test("when the connection is closed", async () => {
    const team = await createTeam(backends);
    const connection = openWorkspace({ url: here.url, token: team.owner.token });
    const { heard } = await watchRoom(connection, team.projectId);
    connection.close();
    expect(heard("closed")).toMatchObject([{ reason: "ended" }]);
    expect(connection.status).toBe("ended");
    await expect(connection.join(team.projectId)).rejects.toMatchObject({ code: "CLOSED" });
  });
});

test("what is refused says why", async () => {
  const team = await createTeam(backends);
  const stranger = openWorkspace({ url: here.url, token: team.stranger.token });
  await expect(stranger.join(team.projectId)).rejects.toMatchObject({
    name: "WorkspaceError",
    code: "FORBIDDEN",
  });
  const { room } = await open(team, team.owner);
  await expect(room.update({ name: "" })).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
    details: [expect.objectContaining({ path: "changes.name" })],
  });
  await expect(room.update({ name: "N" }, { baseVersion: 7 })).rejects.toMatchObject({
    code: "VERSION_CONFLICT",
  });
});

describe.each(["batch", "single"] as const)("cursors that come in %s", (cursors) => {
  const watch = async (team: Team, { token }: TestUser, url = here.url) =>
    await openWorkspace({ url, token, cursors }).join(team.projectId);

  test("are the others', named, the last position of each, over all gateways", async () => {
    const team = await createTeam(backends);
    const mine = await watch(team, team.owner);
    const myOtherTab = await watch(team, team.owner, there.url);
    const theirs = await watch(team, team.viewer, there.url);
    for (let x = 0; x <= 50; x += 1) theirs.moveCursor(x, -x, "#FF0000");
    mine.moveCursor(1, 1);
    const cursor = { userId: team.viewer.userId, name: "Viewer", x: 50, y: -50, color: "#FF0000" };
    for (const { cursors } of [mine, myOtherTab]) {
      await eventually(() => cursors.latest()[0]?.x === 50);
      expect(cursors.latest()).toEqual([cursor]);
    }
    await eventually(() => theirs.cursors.latest().length === 1);
    expect(theirs.cursors.latest()).toMatchObject([{ name: "Owner", x: 1, y: 1 }]);
  });

  test("glide to where they end, and go with their owner", async () => {
    const team = await createTeam(backends);
    const { cursors } = await watch(team, team.owner);
    const theirs = await watch(team, team.viewer);
    const drawn: number[] = [];
    const moves: number[] = [];
    cursors.onMove(({ x }) => moves.push(x));
    theirs.moveCursor(0, 0);
    await eventually(() => moves.length === 1);
    theirs.moveCursor(100, 0);
    await eventually(
      () => {
        drawn.push(...cursors.sample().map(({ x }) => x));
        return drawn.at(-1) === 100;
      },
      { intervalMs: 5 },
    );
    expect(moves).toEqual([0, 100]);
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
    expect(new Set(drawn).size).toBeGreaterThan(2);
    await theirs.leave();
    await eventually(() => cursors.latest().length === 0);
  });

  test("are there at once for who comes later", async () => {
    const team = await createTeam(backends);
    const first = await watch(team, team.owner);
    first.moveCursor(7, 8);
    const second = await watch(team, team.viewer);
    await eventually(() => second.cursors.latest().length === 1);
    expect(second.cursors.latest()).toMatchObject([{ name: "Owner", x: 7, y: 8 }]);
  });
});
