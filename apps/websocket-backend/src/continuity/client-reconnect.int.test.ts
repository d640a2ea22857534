import { updateCollaborator, removeCollaborator } from "@workspace/database/write-collaborators";
import { deleteProject } from "@workspace/database/write-project";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { startBalancer } from "../../tests/balancer.js";
import { changeProject, commit, createTeam, type Team } from "../../tests/create-team.js";
import { loseMessages } from "../../tests/lossy-wire.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";
import { openWorkspace, range, watchRoom, type WatchedRoom } from "../../tests/workspace-client.js";

/** More than any test but one changes while its client is away. */
const REPLAY_LIMIT = 70;

const backends = await openBackends();
const limits = { replayLimit: REPLAY_LIMIT };
const [here, there] = await Promise.all([
  startGateway(backends, { limits, endWith: afterAll }),
  startGateway(backends, { limits, endWith: afterAll }),
]);
const { database } = backends.services;

/** The viewer watches through a network that can fail, and that ends at a gateway which can be changed. */
async function openWatched(transport: "websocket" | "polling" = "websocket") {
  const team = await createTeam(backends);
  const balancer = await startBalancer([here.url], onTestFinished);
  const connection = openWorkspace({
    url: balancer.url,
    token: team.viewer.token,
    transports: [transport],
  });
  const watched = await watchRoom(connection, team.projectId);
  const isBack = () => connection.status === "connected" && watched.room.status === "live";
  return {
    team,
    connection,
    balancer,
    watched,
    room: watched.room,
    /** Goes away, and does not come back before {@link come} is called. */
    async lose() {
      balancer.setTargets([]);
      balancer.cut();
      await eventually(() => connection.status === "reconnecting");
    },
    async come(url = here.url) {
      balancer.setTargets([url]);
      await eventually(isBack);
    },
  };
}

const change = async (team: Team, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1)
    await changeProject(backends, team, { content: { [`k${n % 5}`]: n, last: n } });
};

/** The client has the newest state, and has heard of every event after the third exactly once. */
async function expectComplete({ room, seqs }: WatchedRoom): Promise<void> {
  const { projectId } = room;
  const { seq, version, content } = await database.prisma.project.findUniqueOrThrow({
    where: { id: projectId },
  });
  await eventually(() => room.seq === seq);
  expect(room.project).toMatchObject({ version });
  expect(room.project.content).toEqual(content);
  expect(seqs()).toEqual(range(4, seq));
}

describe.each(["websocket", "polling"] as const)("over %s", (transport) => {
  test("who comes back gets what was missed, in order, at another gateway too", async () => {
    const { team, watched, room, lose, come } = await openWatched(transport);
    await change(team, 2);
    await eventually(() => room.seq === 5);
    for (const { url } of [there, here]) {
      await lose();
      expect(room.status).toBe("catchingUp");
      await change(team, 3);
      await come(url);
      await expectComplete(watched);
    }
    expect(watched.heard("resync")).toEqual([]);
    expect(watched.heard("status")).toEqual(["catchingUp", "live", "catchingUp", "live"]);
  });

  test("a gateway that stops hands its clients to the next", async () => {
    const leaving = await startGateway(backends, { limits, endWith: onTestFinished });
    const { team, watched, balancer, connection, lose, come } = await openWatched(transport);
    await lose();
    await come(leaving.url);
    balancer.setTargets([there.url]);
    await Promise.all([leaving.stop(), change(team, 5)]);
    await eventually(() => connection.status === "connected" && watched.room.status === "live");
    await expectComplete(watched);
    expect(watched.heard("joined")).toEqual([]);
  });
});

test("changes that race every drop and return leave no hole and no repeat", async () => {
  const { team, watched, lose, come } = await openWatched();
  const changing = change(team, 60);
  for (const { url } of [there, here, there, here]) {
    await lose();
    await come(url);
  }
  await changing;
  await expectComplete(watched);
});

test("who missed too much is given the newest state, and goes on from there", async () => {
  const { team, watched, room, lose, come } = await openWatched();
  await change(team, 1);
  await eventually(() => room.seq === 4);
  await lose();
  await change(team, REPLAY_LIMIT + 1);
  await come();
  expect(watched.heard("resync")).toEqual([room.project]);
  expect(room.project.content["last"]).toBe(REPLAY_LIMIT);
  await change(team, 1);
  await eventually(() => watched.seqs().length === 2);
  expect(watched.seqs()).toEqual([4, 4 + REPLAY_LIMIT + 2]);
});

test("an event that is lost on the way is fetched before those that follow it are told", async () => {
  const { team, connection, watched, room } = await openWatched();
  const lost = ['"seq":5,', '"seq":6,', '"seq":8,'];
  const stop = loseMessages(
    connection,
    (message) => message.startsWith("2") && lost.some((seq) => message.includes(seq)),
  );
  await change(team, 6);
  await eventually(() => room.seq === 9);
  stop();
  await expectComplete(watched);
  expect(connection.status).toBe("connected");
  expect(watched.heard("status")).toContain("catchingUp");
  expect(room.status).toBe("live");
});

test("an answer that is lost with the connection is asked for again", async () => {
  const { team, connection, watched, balancer, lose, come } = await openWatched();
  await lose();
  await change(team, 3);
  let answers = 0;
  loseMessages(connection, (message) => {
    if (!message.startsWith("3") || answers > 0) return false;
    answers += 1;
    balancer.cut();
    return true;
  });
  await come();
  expect(answers).toBe(1);
  await expectComplete(watched);
});

test("nobody is told to have left or come who was there before and after", async () => {
  const { team, watched, room, lose, come } = await openWatched();
  const owner = openWorkspace({ url: there.url, token: team.owner.token });
  const collaborator = openWorkspace({ url: there.url, token: team.collaborator.token });
  await (await owner.join(team.projectId)).leave();
  await collaborator.join(team.projectId);
  await eventually(() => room.members.length === 2);
  const before = watched.heard("joined").length + watched.heard("left").length;
  await lose();
  await owner.join(team.projectId);
  await come();
  await eventually(() => room.members.length === 3);
  await lose();
  owner.close();
  const remaining = await collaborator.join(team.projectId);
  await eventually(() => remaining.members.every(({ name }) => name !== "Owner"));
  await come(there.url);
  await eventually(() => room.members.every(({ name }) => name !== "Owner"));
  expect([...watched.heard("joined"), ...watched.heard("left")].slice(before)).toMatchObject([
    { name: "Owner" },
    { name: "Owner" },
  ]);
});

test("a role that changed meanwhile is known on return", async () => {
  const { team, watched, room, lose, come } = await openWatched();
  const { projectId, owner, viewer } = team;
  await lose();
  const role = { projectId, userId: viewer.userId, role: "COLLABORATOR" } as const;
  await commit(backends, updateCollaborator(database, owner, role));
  await come();
  expect(room.role).toBe("COLLABORATOR");
  expect(watched.heard("role")).toEqual(["COLLABORATOR"]);
  await room.update({ name: "N" });
});

test.each([
  {
    what: "was removed meanwhile",
    reason: "removed",
    end: ({ projectId, owner, viewer }: Team) =>
      commit(backends, removeCollaborator(database, owner, { projectId, userId: viewer.userId })),
  },
  {
    what: "finds the project deleted",
    reason: "deleted",
    end: ({ projectId, owner }: Team) =>
      commit(backends, deleteProject(database, owner, projectId)),
  },
])("the room of who $what closes on return", async ({ reason, end }) => {
  const { team, watched, balancer, room, connection, lose } = await openWatched();
  await lose();
  await end(team);
  balancer.setTargets([here.url]);
  await eventually(() => room.status === "closed");
  expect(watched.heard("closed")).toMatchObject([{ reason }]);
  expect(connection.status).toBe("connected");
});

test("without a connection requests are refused at once, and leaving succeeds", async () => {
  const { room, connection, lose } = await openWatched();
  await lose();
  await expect(room.update({ name: "N" })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  await expect(connection.cancelJob(room.projectId)).rejects.toMatchObject({
    code: "NOT_CONNECTED",
  });
  await expect(connection.refreshToken("t")).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  await room.leave();
  expect(room.status).toBe("closed");
});

test("a request whose answer the connection takes with it says that it may have taken effect", async () => {
  const { connection, balancer, room } = await openWatched();
  loseMessages(connection, (message) => message.startsWith("3"));
  const leaving = connection.refreshToken("t");
  balancer.cut();
  await expect(leaving).rejects.toMatchObject({ code: "CONNECTION_LOST" });
  expect(room.status).toBe("catchingUp");
});

test("a request that is not answered is given up in time", async () => {
  const { url } = here;
  const { owner, projectId } = await createTeam(backends);
  const connection = openWorkspace({ url, token: owner.token, requestTimeoutMs: 100 });
  await eventually(() => connection.status === "connected");
  loseMessages(connection, (message) => message.startsWith("3"));
  await expect(connection.join(projectId)).rejects.toMatchObject({ code: "TIMED_OUT" });
});

test("of moves without a connection the last is sent on return, and a cursor is known where one returns", async () => {
  const { team, room, lose, come } = await openWatched();
  const owner = openWorkspace({ url: there.url, token: team.owner.token });
  const { cursors } = await owner.join(team.projectId);
  const moves: number[] = [];
  cursors.onMove(({ x }) => moves.push(x));
  room.moveCursor(1, 0);
  await eventually(() => moves.at(-1) === 1);
  await lose();
  for (const x of [2, 3, 4]) room.moveCursor(x, 0);
  await come();
  await eventually(() => moves.at(-1) === 4);
  expect(moves).toEqual([1, 4]);

  const fresh = await startGateway(backends, { endWith: onTestFinished });
  const late = openWorkspace({ url: fresh.url, token: team.collaborator.token });
  await lose();
  await come(fresh.url);
  const seen = (await late.join(team.projectId)).cursors;
  await eventually(() => seen.latest().some(({ name, x }) => name === "Viewer" && x === 4));
});

test("what was missed since an earlier life of the application is told to who listens from the start", async () => {
  const team = await createTeam(backends);
  const { projectId, viewer } = team;
  await change(team, 4);
  const connect = () => openWorkspace({ url: here.url, token: viewer.token });
  const { room, seqs } = await watchRoom(connect(), projectId, { lastSeq: 4 });
  expect(seqs()).toEqual([5, 6, 7]);
  expect(room.project.content["last"]).toBe(3);
  const { heard } = await watchRoom(connect(), projectId, { lastSeq: 400 });
  expect(heard("resync")).toHaveLength(1);
});
