import { runPoolTransaction } from "@workspace/database/pool-transaction";
import { updateCollaborator } from "@workspace/database/write-collaborators";
import { updateProject } from "@workspace/database/write-project";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient } from "../../tests/connect-client.js";
import { changeProject, createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { pruneLog } from "../../tests/prune-log.js";
import { startGateway } from "../../tests/start-gateway.js";
import { openWorkspace, watchRoom } from "../../tests/workspace-client.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });
const { database, publisher } = backends.services;

test("who comes back for entries that are kept no longer is told to reload, others get what they missed", async () => {
  const team = await createTeam(backends);
  const { projectId } = team;
  for (const name of ["N4", "N5", "N6", "N7"]) await changeProject(backends, team, { name });
  await pruneLog(backends, projectId, 2);
  const client = await connectClient(url, { token: team.viewer.token });
  for (const lastSeq of [0, 3, 4]) {
    const joined = await client.join(projectId, lastSeq);
    expect(joined).toMatchObject({ resync: true, seq: 7, project: { name: "N7" } });
    expect(joined.missed).toBeUndefined();
  }
  for (const [lastSeq, missed] of [
    [5, [6, 7]],
    [6, [7]],
    [7, []],
  ] as const) {
    const joined = await client.join(projectId, lastSeq);
    expect(joined.missed?.map(({ data }) => data.seq)).toEqual(missed);
    expect(joined.resync).toBeUndefined();
  }
});

test("who comes back while entries go and as many come is told to reload", async () => {
  const team = await createTeam(backends);
  const { projectId } = team;
  for (const name of ["N4", "N5", "N6", "N7"]) await changeProject(backends, team, { name });
  const client = await connectClient(url, { token: team.viewer.token });
  const [joining] = await runPoolTransaction(database, async (transaction) => {
    await transaction.query(`LOCK TABLE "ProjectEvent"`);
    // It has the project at 7 already, and waits for the entries from 4 on.
    const waiting = client.join(projectId, 3);
    await eventually(async () => {
      const { rowCount } = await database.pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
         AND wait_event_type = 'Lock' AND query LIKE '%FROM "ProjectEvent"%'`,
      );
      return rowCount === 1;
    });
    await transaction.query(
      `UPDATE "ProjectEvent" SET seq = seq + 4 WHERE "projectId" = $1 AND seq IN (4, 5)`,
      [projectId],
    );
    await transaction.query(`UPDATE "Project" SET seq = 9 WHERE id = $1`, [projectId]);
    return [waiting];
  });
  const joined = await joining;
  expect(joined).toMatchObject({ resync: true, seq: 7 });
  expect(joined?.missed).toBeUndefined();
});

test("a gateway that has slept through entries lets everyone come anew", async () => {
  const team = await createTeam(backends);
  const { projectId, owner, viewer } = team;
  const connection = openWorkspace({ url, token: viewer.token });
  const { room, heard, seqs } = await watchRoom(connection, projectId);
  // Of a kind that notices no gap.
  const plain = await connectClient(url, { token: owner.token });
  await plain.join(projectId);

  // Nothing of this is published.
  const grant = { projectId, userId: viewer.userId, role: "COLLABORATOR" } as const;
  await updateCollaborator(database, owner, grant);
  for (const name of ["N5", "N6"])
    await updateProject(database, owner, { projectId, changes: { name } });
  await pruneLog(backends, projectId, 1);
  const changes = { name: "N7" };
  const { events } = await updateProject(database, owner, { projectId, changes });
  await publisher.publish(events);

  await eventually(() => plain.socket.disconnected);
  await eventually(() => room.seq === 7 && room.status === "live");
  expect(room).toMatchObject({ role: "COLLABORATOR", project: { name: "N7" } });
  expect(heard("resync")).toHaveLength(1);
  expect(seqs()).toEqual([]);
  await changeProject(backends, team, { name: "N8" });
  await eventually(() => seqs().includes(8));
});
