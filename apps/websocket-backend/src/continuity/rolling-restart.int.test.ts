import type { WorkspaceConnection } from "@workspace/client/connect-workspace";
import type { WorkspaceError } from "@workspace/client/workspace-error";
import { eventually } from "@workspace/local-stack/eventually";
import { stopProcess } from "@workspace/local-stack/service-process";
import { expect, onTestFinished, test } from "vitest";
import { startBalancer } from "../../tests/balancer.js";
import { createTeam } from "../../tests/create-team.js";
import { type ForkedGateway, forkGateway } from "../../tests/fork-gateway.js";
import { openBackends } from "../../tests/open-backends.js";
import { openWorkspace, range, watchRoom, type WatchedRoom } from "../../tests/workspace-client.js";

const WATCHERS = 6;
const WRITERS = 3;
const ROUNDS = 2;
const STOP_DEADLINE_MS = 10_000;

const backends = await openBackends();

/** Refusals after which the same change is made again; whether it took effect before is no matter here. */
const PASSING: ReadonlySet<string> = new Set(["NOT_CONNECTED", "CONNECTION_LOST", "NOT_JOINED"]);

/** Changes the project one time after another until it is told to stop. @returns how many were acknowledged */
async function write(
  connection: WorkspaceConnection,
  { room }: WatchedRoom,
  { key, work }: { key: string; work: { isOver: boolean } },
): Promise<number> {
  let count = 0;
  while (!work.isOver) {
    await eventually(() => connection.status === "connected" && room.status === "live");
    try {
      await room.update({ content: { [key]: count, last: `${key} ${count}` } });
      count += 1;
    } catch (error) {
      if (!PASSING.has((error as WorkspaceError).code)) throw error;
    }
  }
  return count;
}

test("gateways that are replaced one by one amid changes cost nobody an event", async () => {
  const { projectId, owner, collaborator, viewer } = await createTeam(backends);
  const fork = () => forkGateway(backends, onTestFinished);
  let gateways: ForkedGateway[] = await Promise.all([fork(), fork()]);
  const balancer = await startBalancer(
    gateways.map(({ url }) => url),
    onTestFinished,
  );
  const connect = async (token: string) => {
    const connection = openWorkspace({ url: balancer.url, token });
    return { connection, watched: await watchRoom(connection, projectId) };
  };
  const users = [owner, collaborator, viewer];
  const clients = await Promise.all(
    Array.from({ length: WATCHERS }, (_, n) => connect((users[n % 3] ?? owner).token)),
  );
  const work = { isOver: false };
  const writers = await Promise.all(
    Array.from({ length: WRITERS }, (_, n) => connect((users[n % 2] ?? owner).token)),
  );
  const writing = Promise.all(
    writers.map(({ connection, watched }, n) => write(connection, watched, { key: `w${n}`, work })),
  );

  for (let replaced = 0; replaced < gateways.length * ROUNDS; replaced += 1) {
    const [leaving, ...staying] = gateways;
    if (leaving === undefined) throw new Error("there is no gateway");
    gateways = [...staying, await fork()];
    balancer.setTargets(gateways.map(({ url }) => url));
    const { seq } = writers[0]?.watched.room ?? { seq: 0 };
    await stopProcess(leaving.process, STOP_DEADLINE_MS);
    expect(leaving.process.signalCode).toBe(null);
    // Nobody waits for more than the way back: changes go on before the next one is replaced.
    await eventually(() => clients.every(({ watched }) => watched.room.seq > seq));
  }
  work.isOver = true;
  const acknowledged = (await writing).reduce((sum, count) => sum + count, 0);

  const project = await backends.services.database.prisma.project.findUniqueOrThrow({
    where: { id: projectId },
  });
  expect(acknowledged).toBeGreaterThan(0);
  expect(project.seq).toBeGreaterThanOrEqual(3 + acknowledged);
  for (const { watched } of [...clients, ...writers]) {
    const { room, seqs, heard } = watched;
    await eventually(() => room.seq === project.seq);
    expect(room.project.content).toEqual(project.content);
    expect(room.project.version).toBe(project.version);
    expect(seqs()).toEqual(range(4, project.seq));
    expect(heard("resync")).toEqual([]);
    expect(heard("left")).toEqual([]);
  }
  const returns = clients.map(({ watched }) => watched.heard("status").length);
  expect(Math.max(...returns)).toBeGreaterThan(0);
});
