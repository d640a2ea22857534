import { removeCollaborator } from "@workspace/database/write-collaborators";
import type { Database } from "@workspace/database/database";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient } from "../../tests/connect-client.js";
import { commit, createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const POOL_SIZE = 8;

const backends = await openBackends();
const { url, node } = await startGateway(backends, { endWith: afterAll });

/** Takes every connection of a pool. @returns those, to be given back */
const takeAll = ({ pool }: Database) =>
  Promise.all(Array.from({ length: POOL_SIZE }, () => pool.connect()));

const eventuallyWaiting = ({ pool }: Database, count: number) =>
  eventually(() => pool.waitingCount === count);

test("who is removed while joining again is told to be out, and hears nothing more", async () => {
  const team = await createTeam(backends);
  const { projectId, owner, viewer } = team;
  const client = await connectClient(url, { token: viewer.token });
  await client.join(projectId);

  const [first, ...others] = await takeAll(node.database);
  const joining = client.join(projectId).catch(({ code }: { code: string }) => code);
  await eventuallyWaiting(node.database, 1);
  // One query, that of the role, gets through; the next one waits behind this.
  const taken = node.database.pool.connect();
  first?.release();
  const again = await taken;
  await eventuallyWaiting(node.database, 1);
  const removal = { projectId, userId: viewer.userId };
  await commit(backends, removeCollaborator(backends.services.database, owner, removal));
  for (const connection of [again, ...others]) connection.release();

  expect(await joining).toBe("FORBIDDEN");
  expect(await client.next("project:left")).toEqual({
    projectId,
    reason: "removed from the project",
  });
  expect(client.received.at(-1)?.event).toBe("project:left");
});
