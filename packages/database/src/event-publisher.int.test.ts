import { projectTopic, workerTopic } from "@workspace/common/contracts/bus-topics";
import { eventually } from "@workspace/local-stack/eventually";
import { startRedis } from "@workspace/local-stack/start-redis";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { connectNode, logger } from "../tests/connect-node.js";
import { createTeam, createUser } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { cancelJob } from "./cancel-jobs.js";
import { createEventPublisher, type EventPublisher } from "./event-publisher.js";
import { listEvents } from "./project-log.js";
import { createProject, deleteProject, updateProject } from "./write-project.js";

const database = await openTestDatabase();

// The relay takes whatever is unpublished, also what an earlier test has left.
beforeEach(() => database.prisma.projectEvent.deleteMany());

/** A Redis, a publisher on it, and a listener that notes the numbers of one project's events. */
async function startPublishing() {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const [sender, receiver] = [await connectNode(server), await connectNode(server)];
  const publisher = createEventPublisher({ database, bus: sender.bus, logger });
  onTestFinished(() => publisher.close());
  const listen = async (projectId: string): Promise<number[]> => {
    const received: number[] = [];
    await receiver.bus.subscribe(projectTopic(projectId), (message) => {
      if (message.kind === "event") received.push(message.event.seq);
    });
    return received;
  };
  return { server, sender, receiver, publisher, listen };
}

async function createTestProject() {
  const owner = await createUser(database);
  const { value, events } = await createProject(database, owner, { name: "P", description: "" });
  const update = (name: string) =>
    updateProject(database, owner, { projectId: value.id, changes: { name } });
  return { owner, projectId: value.id, created: events, update };
}

/** Makes a project's entries as old as the relay wants them. */
const ageEvents = (projectId: string) => dateEvents(projectId, -60_000);

const dateEvents = (projectId: string, msFromNow: number) =>
  database.prisma.projectEvent.updateMany({
    where: { projectId },
    data: { createdAt: new Date(Date.now() + msFromNow) },
  });

const listUnpublished = async (projectId: string): Promise<number[]> => {
  const rows = await database.prisma.projectEvent.findMany({
    where: { projectId, publishedAt: null },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ seq }) => seq);
};

async function relayAll(publisher: EventPublisher): Promise<number> {
  let count = 0;
  for (let sent = -1; sent !== 0; count += sent) sent = await publisher.relay();
  return count;
}

test("what was committed is published in order and marked", async () => {
  const { publisher, listen } = await startPublishing();
  const { projectId, created, update } = await createTestProject();
  const received = await listen(projectId);
  await publisher.publish(created);
  await publisher.publish((await update("A")).events);
  await publisher.publish((await update("B")).events);
  await eventually(() => received.length === 3);
  expect(received).toEqual([1, 2, 3]);
  await eventually(async () => (await listUnpublished(projectId)).length === 0);
  await ageEvents(projectId);
  expect(await relayAll(publisher)).toBe(0);
});

test("closing the publisher marks what it has sent", async () => {
  const { publisher } = await startPublishing();
  const { projectId, created } = await createTestProject();
  await publisher.publish(created);
  await publisher.close();
  expect(await listUnpublished(projectId)).toEqual([]);
});

test("what could not be sent while Redis was away is relayed later: exactly that, and in order", async () => {
  const { server, sender, receiver, publisher, listen } = await startPublishing();
  const { projectId, created, update } = await createTestProject();
  const received = await listen(projectId);
  await publisher.publish(created);
  await eventually(() => received.length === 1);
  await eventually(async () => (await listUnpublished(projectId)).length === 0);

  await server.kill();
  for (const name of ["A", "B", "C"]) await publisher.publish((await update(name)).events);
  expect(await listUnpublished(projectId)).toEqual([2, 3, 4]);
  await eventually(() => !sender.bus.isConnected());
  expect(await publisher.relay()).toBe(0);

  await server.restart();
  await eventually(() => receiver.redis.status === "ready");
  await eventually(async () => {
    const [, subscribers] = await receiver.redis.pubsub("NUMSUB", `project:${projectId}`);
    return Number(subscribers) === 1;
  });
  await dateEvents(projectId, 60_000);
  expect(await publisher.relay(), "entries that are too young are their writer's").toBe(0);
  await ageEvents(projectId);
  await eventually(async () => (await relayAll(publisher)) === 3);
  await eventually(() => received.length === 4);
  expect(received).toEqual([1, 2, 3, 4]);
  expect(await listUnpublished(projectId)).toEqual([]);
  expect(await relayAll(publisher)).toBe(0);
});

test("entries of a writer that died are relayed by another instance, each by one only", async () => {
  const { server, publisher, listen } = await startPublishing();
  const other = await connectNode(server);
  const otherPublisher = createEventPublisher({ database, bus: other.bus, logger });
  const { projectId, update } = await createTestProject();
  for (let n = 0; n < 20; n += 1) await update(`N${n}`);
  await ageEvents(projectId);
  const received = await listen(projectId);
  const counts = await Promise.all([relayAll(publisher), relayAll(otherPublisher)]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(21);
  await eventually(() => received.length === 21);
  expect(new Set(received).size).toBe(21);
});

test("a relay that cannot send leaves everything for the next", async () => {
  const { server, sender, publisher } = await startPublishing();
  const { projectId } = await createTestProject();
  await ageEvents(projectId);
  await server.kill();
  // The bus may not know yet that it is cut off, so the relay may refuse or do nothing.
  await Promise.allSettled([publisher.relay()]);
  expect(await listUnpublished(projectId)).toEqual([1]);
  await server.restart();
  await eventually(() => sender.bus.isConnected() && sender.redis.status === "ready");
  expect(await publisher.relay()).toBe(1);
});

test("the last event of a deleted project is published, then its log is gone", async () => {
  const { server, sender, publisher, listen } = await startPublishing();
  const { projectId, owner, created } = await createTestProject();
  const received = await listen(projectId);
  await publisher.publish(created);
  await publisher.publish((await deleteProject(database, owner, projectId)).events);
  await eventually(() => received.length === 2);
  const readLog = (id: string) => listEvents(database, { projectId: id, after: 0, limit: 10 });
  await eventually(async () => (await readLog(projectId)).length === 0);

  const lost = await createTestProject();
  await server.kill();
  await publisher.publish((await deleteProject(database, lost.owner, lost.projectId)).events);
  expect((await readLog(lost.projectId)).map(({ type }) => type)).toEqual([
    "project.created",
    "project.deleted",
  ]);
  await server.restart();
  await eventually(() => sender.bus.isConnected() && sender.redis.status === "ready");
  await ageEvents(lost.projectId);
  expect(await relayAll(publisher)).toBe(2);
  expect(await readLog(lost.projectId)).toEqual([]);
});

test("a cancelled job is announced to the workers, any other status is not", async () => {
  const { receiver, publisher } = await startPublishing();
  const team = await createTeam(database);
  const cancelled: string[] = [];
  await receiver.bus.subscribe(workerTopic, ({ jobId }) => cancelled.push(jobId));
  const kept = await submitTestJob(database, team.owner, team.projectId);
  const job = await submitTestJob(database, team.owner, team.projectId);
  const { events } = await cancelJob(database, team.owner, job.id);
  const log = await listEvents(database, { projectId: team.projectId, after: 0, limit: 100 });
  await publisher.publish(log.filter(({ seq }) => seq !== events[0]?.seq));
  await publisher.publish(events);
  await eventually(() => cancelled.length > 0);
  expect(cancelled).toEqual([job.id]);
  expect(cancelled).not.toContain(kept.id);
});
