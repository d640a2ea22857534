import { once } from "node:events";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { startBalancer } from "../tests/balancer.js";
import { connectClient, type TestClient } from "../tests/connect-client.js";
import { addMember, changeProject, createTeam, createUser } from "../tests/create-team.js";
import { forkGateway } from "../tests/fork-gateway.js";
import { openBackends } from "../tests/open-backends.js";
import { startGateway } from "../tests/start-gateway.js";

const backends = await openBackends();

/** Number of the first change in a project whose team is complete. */
const FIRST_SEQ = 5;

/** Joins whenever it is connected, with the last number that it has had, and keeps all numbers. */
function followProject(
  { socket }: TestClient,
  projectId: string,
): { seqs: number[]; joins: number } {
  const followed = { seqs: [] as number[], joins: 0 };
  socket.on("project:changed", ({ seq }: { seq: number }) => followed.seqs.push(seq));
  const join = (): void => {
    const lastSeq = followed.seqs.at(-1) ?? FIRST_SEQ - 1;
    socket.emit("join:project", { projectId, lastSeq }, (answer: JoinAnswer) => {
      followed.joins += 1;
      for (const { data } of answer.data.missed) followed.seqs.push(data.seq);
    });
  };
  socket.on("connect", join);
  if (socket.connected) join();
  return followed;
}

interface JoinAnswer {
  data: { missed: { data: { seq: number } }[] };
}

test.concurrent("when a gateway is stopped, its clients go on elsewhere without a gap, and nobody sees them leave", async ({
  onTestFinished,
}) => {
  const [closing, staying] = await Promise.all([
    startGateway(backends, { endWith: onTestFinished }),
    startGateway(backends, { endWith: onTestFinished }),
  ]);
  const balancer = await startBalancer([closing.url], onTestFinished);
  const team = await createTeam(backends);
  const { projectId } = team;
  const lost = await createUser(backends, "Lost");
  await addMember(backends, team, lost, "VIEWER");
  const watcher = await connectClient(staying.url, { token: team.owner.token });
  await watcher.join(projectId);
  const users = [team.viewer, team.collaborator];
  const followers = await Promise.all(
    users.map(async ({ token }, index) => {
      const client = await connectClient(balancer.url, {
        token,
        transports: [index === 0 ? "websocket" : "polling"],
        reconnection: true,
        reconnectionDelay: 20,
        reconnectionDelayMax: 100,
      });
      return followProject(client, projectId);
    }),
  );
  // One who does not come back marks the moment after which all who do not would be gone.
  const gone = await connectClient(closing.url, { token: lost.token });
  await gone.join(projectId);
  await eventually(() => followers.every(({ joins }) => joins === 1));
  expect(closing.gateway.counts()).toEqual({ sockets: 3, rooms: 1, memberships: 3 });

  const changes = 30;
  const changing = (async () => {
    for (let n = 0; n < changes; n += 1) await changeProject(backends, team, { name: `N${n}` });
  })();
  await eventually(() => followers.every(({ seqs }) => seqs.length > 2));
  balancer.setTargets([staying.url]);
  await closing.stop();
  expect(closing.gateway.counts().sockets).toBe(0);
  await changing;
  // All may have been heard before the end of the one gateway: the way to the other is waited for by itself.
  await eventually(() => followers.every(({ seqs, joins }) => joins > 1 && seqs.length >= changes));
  for (const { seqs, joins } of followers) {
    expect(seqs).toEqual(Array.from({ length: changes }, (_, index) => FIRST_SEQ + index));
    expect(joins).toBe(2);
  }
  expect(await watcher.next("user:left")).toMatchObject({ name: "Lost" });
  expect(watcher.all("user:left")).toHaveLength(1);
  expect(watcher.all("user:joined")).toHaveLength(3);
  expect((await watcher.join(projectId)).members).toHaveLength(3);
});

test.concurrent("the service stops by itself on SIGTERM, and its clients are free to reconnect", async ({
  onTestFinished,
}) => {
  const { url, process } = await forkGateway(backends, onTestFinished);
  const { projectId, owner } = await createTeam(backends);
  const client = await connectClient(url, { token: owner.token });
  await client.join(projectId);
  const health = await fetch(`${url}/health`);
  expect(await health.json()).toMatchObject({
    status: "ok",
    sockets: 1,
    rooms: 1,
    limits: { tokensRefused: 0, silentClientsDisconnected: 0 },
  });
  const exited = once(process, "exit");
  process.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  await eventually(() => !client.socket.connected);
  expect(client.all("session:ended")).toEqual([]);
});

test.concurrent("rooms and subscriptions go when the last one leaves, by whichever way", async ({
  onTestFinished,
}) => {
  const { url, gateway, node } = await startGateway(backends, { endWith: onTestFinished });
  const team = await createTeam(backends);
  const { projectId } = team;
  const countSubscribers = async (channel: string): Promise<unknown> =>
    (await node.redis.pubsub("NUMSUB", channel))[1];
  const clients = await Promise.all(
    [team.owner, team.collaborator, team.viewer].map(({ token }) => connectClient(url, { token })),
  );
  await Promise.all(clients.map((client) => client.join(projectId)));
  expect(gateway.counts()).toEqual({ sockets: 3, rooms: 1, memberships: 3 });
  expect(await countSubscribers(`project:${projectId}`)).toBe(1);
  await clients[0]?.send("leave:project", { projectId });
  clients[1]?.socket.disconnect();
  clients[2]?.drop();
  await eventually(() => gateway.counts().rooms === 0);
  await eventually(async () => (await countSubscribers(`project:${projectId}`)) === 0);
  await eventually(async () => (await countSubscribers(`user:${team.viewer.userId}`)) === 0);
  expect(await node.redis.hlen(`presence:${projectId}`)).toBe(0);
  expect(await countSubscribers(`user:${team.owner.userId}`)).toBe(1);
  clients[0]?.socket.disconnect();
  await eventually(async () => (await countSubscribers(`user:${team.owner.userId}`)) === 0);
});
