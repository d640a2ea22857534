import type { Socket as NetSocket } from "node:net";
import { projectTopic } from "@workspace/common/contracts/bus-topics";
import type { OutputPiece } from "@workspace/common/contracts/jobs";
import { newId } from "@workspace/database/new-id";
import { removeCollaborator } from "@workspace/database/write-collaborators";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { changeProject, commit, createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { LIMITS, startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);
const { bus, redis, database } = backends.services;

const requestId = "submit-1";

/** Publishes output as a worker does. */
const publishOutput = (
  projectId: string,
  jobId: string,
  { firstSeq, pieces, attempt = 1 }: { firstSeq: number; pieces: OutputPiece[]; attempt?: number },
): Promise<void> =>
  bus.publish(projectTopic(projectId), {
    kind: "job.output",
    jobId,
    attempt,
    requestId,
    firstSeq,
    pieces,
  });

const seqsOf = (client: TestClient): number[] => client.all("job:output").map(({ seq }) => seq);

test("every member in the room hears each piece, in order, on every gateway, and nobody else does", async () => {
  const [team, other] = await Promise.all([createTeam(backends), createTeam(backends)]);
  const { projectId } = team;
  const [owner, viewer, stranger, outside] = await Promise.all([
    connectClient(here.url, { token: team.owner.token }),
    connectClient(there.url, { token: team.viewer.token }),
    connectClient(here.url, { token: other.owner.token }),
    connectClient(here.url, { token: team.collaborator.token }),
  ]);
  await Promise.all([
    owner.join(projectId),
    viewer.join(projectId),
    stranger.join(other.projectId),
  ]);
  const jobId = newId();
  await publishOutput(projectId, jobId, {
    firstSeq: 1,
    pieces: [
      ["stdout", "a\n"],
      ["stderr", "b\n"],
    ],
  });
  await publishOutput(projectId, jobId, { firstSeq: 3, pieces: [["stdout", "c\n"]] });
  await publishOutput(projectId, jobId, { firstSeq: 1, attempt: 2, pieces: [["stdout", "a\n"]] });
  const common = { projectId, jobId, requestId };
  for (const client of [owner, viewer]) {
    await client.next("job:output", 4);
    expect(client.all("job:output")).toEqual([
      { ...common, attempt: 1, seq: 1, stream: "stdout", chunk: "a\n" },
      { ...common, attempt: 1, seq: 2, stream: "stderr", chunk: "b\n" },
      { ...common, attempt: 1, seq: 3, stream: "stdout", chunk: "c\n" },
      { ...common, attempt: 2, seq: 1, stream: "stdout", chunk: "a\n" },
    ]);
  }
  for (const client of [stranger, outside]) expect(client.all("job:output")).toEqual([]);
});

test("who was removed hears no more of it", async () => {
  const team = await createTeam(backends);
  const { projectId, owner, collaborator } = team;
  const [stays, goes] = await Promise.all([
    connectClient(here.url, { token: owner.token }),
    connectClient(here.url, { token: collaborator.token }),
  ]);
  await Promise.all([stays.join(projectId), goes.join(projectId)]);
  const jobId = newId();
  await publishOutput(projectId, jobId, { firstSeq: 1, pieces: [["stdout", "before"]] });
  const { userId } = collaborator;
  await commit(backends, removeCollaborator(database, owner, { projectId, userId }));
  await publishOutput(projectId, jobId, { firstSeq: 2, pieces: [["stdout", "after"]] });
  await stays.next("job:output", 2);
  await goes.next("project:left");
  expect(seqsOf(goes)).toEqual([1]);
});

test("messages that are none harm nobody", async () => {
  const team = await createTeam(backends);
  const { projectId } = team;
  const owner = await connectClient(here.url, { token: team.owner.token });
  await owner.join(projectId);
  const jobId = newId();
  const message = { kind: "job.output", jobId, attempt: 1, firstSeq: 1, pieces: [["stdout", "x"]] };
  const forged = [
    { ...message, jobId: "none" },
    { ...message, attempt: 0 },
    { ...message, firstSeq: 0 },
    { ...message, pieces: "x" },
    { ...message, pieces: [["stdin", "x"]] },
    { ...message, pieces: [["stdout"]] },
    { ...message, pieces: [["stdout", { length: 1e9 }]] },
  ];
  const { channel } = projectTopic(projectId);
  for (const each of forged) await redis.publish(channel, JSON.stringify(each));
  await redis.publish(channel, '{"kind":"job.output"');
  await redis.publish(channel, JSON.stringify(message));
  expect(await owner.next("job:output")).toMatchObject({ jobId, seq: 1, chunk: "x" });
  expect(seqsOf(owner)).toEqual([1]);
});

/** What the two kernels take at most before bytes stay with the gateway. */
const KERNEL_BYTES = 16 * 1024 * 1024;

/** The TCP connection under a client that uses a WebSocket. */
const tcpOf = (client: TestClient): NetSocket =>
  (client.socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket;

test("a reader that stalls loses pieces, sees the gap, and stays; the others have them all", async () => {
  const team = await createTeam(backends);
  const { projectId } = team;
  const [slow, quick] = await Promise.all([
    connectClient(here.url, { token: team.viewer.token }),
    connectClient(here.url, { token: team.collaborator.token }),
  ]);
  await slow.join(projectId);
  await quick.join(projectId);
  tcpOf(slow).pause();

  const piece: OutputPiece = ["stdout", "x".repeat(60_000)];
  const pieces = Array.from({ length: 10 }, () => piece);
  const count = 400;
  const jobId = newId();
  for (let firstSeq = 1; firstSeq < count; firstSeq += pieces.length) {
    await publishOutput(projectId, jobId, { firstSeq, pieces });
    // At the pace of a reader that keeps up.
    await quick.next("job:output", firstSeq + pieces.length - 1);
  }
  // Were it all kept for the reader, it would have been cut off.
  expect(count * piece[1].length).toBeGreaterThan(KERNEL_BYTES + LIMITS.maxBufferedBytes);
  expect(seqsOf(quick)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  await changeProject(backends, team, { name: "an event" });

  tcpOf(slow).resume();
  // Events are never lost, so this one tells that all which was kept has arrived.
  await slow.next("project:changed");
  expect(slow.socket.connected).toBe(true);
  const had = seqsOf(slow);
  expect(had.length).toBeLessThan(count);
  await publishOutput(projectId, jobId, { firstSeq: count + 1, pieces: [["stdout", "last"]] });
  await eventually(() => expect(seqsOf(slow)).toEqual([...had, count + 1]));
});
