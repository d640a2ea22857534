import type { GrantableRole } from "@workspace/common/contracts/projects";
import { removeCollaborator, updateCollaborator } from "@workspace/database/write-collaborators";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient } from "../../tests/connect-client.js";
import { commit, createTeam, type Team, type TestUser } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);
/** By when a change of a role holds everywhere. */
const WITHIN = { timeoutMs: 1000, intervalMs: 10 };

/** One member with a socket on each of two gateways. */
async function connectTwice({ projectId }: Team, { token }: TestUser) {
  const clients = await Promise.all([here, there].map(({ url }) => connectClient(url, { token })));
  await Promise.all(clients.map((client) => client.join(projectId)));
  return clients;
}

const setRole = (
  { projectId, owner }: Team,
  { userId }: TestUser,
  role: GrantableRole,
): Promise<unknown> =>
  commit(
    backends,
    updateCollaborator(backends.services.database, owner, { projectId, userId, role }),
  );

test("within a second of a change of a role, project:update is refused or served by it on every gateway", async () => {
  const team = await createTeam(backends);
  const clients = await connectTwice(team, team.collaborator);
  const update = { projectId: team.projectId, changes: { description: "changed" } };
  for (const role of ["VIEWER", "COLLABORATOR"] as const) {
    await setRole(team, team.collaborator, role);
    for (const client of clients) {
      const answer = await eventually(async () => {
        const { ok } = await client.send("project:update", update);
        return ok === (role === "COLLABORATOR") && { ok };
      }, WITHIN);
      expect(answer).toEqual({ ok: role === "COLLABORATOR" });
      // Who watches may still point.
      const move = { projectId: team.projectId, x: 1, y: 1 };
      expect(await client.send("cursor:move", move)).toMatchObject({ ok: true });
    }
  }
});

test("within a second of a removal, cursor:move and project:update are refused on every gateway", async () => {
  const team = await createTeam(backends);
  const { projectId, collaborator, owner } = team;
  const clients = await connectTwice(team, collaborator);
  const watcher = await connectClient(there.url, { token: owner.token });
  await watcher.join(projectId);
  await commit(
    backends,
    removeCollaborator(backends.services.database, owner, {
      projectId,
      userId: collaborator.userId,
    }),
  );
  for (const client of clients) {
    const move = { projectId, x: 1, y: 1 };
    const refused = { error: { code: "NOT_JOINED" } };
    await eventually(
      async () => expect(await client.send("cursor:move", move)).toMatchObject(refused),
      WITHIN,
    );
    const update = { projectId, changes: { description: "changed" } };
    expect(await client.send("project:update", update)).toMatchObject(refused);
  }
  // Nobody sees a removed member move, on whichever gateway they are.
  const seen = watcher.all("cursor:update").length;
  await Promise.all(clients.map((client) => client.send("cursor:move", { projectId, x: 9, y: 9 })));
  const marker = await connectClient(here.url, { token: owner.token });
  await marker.join(projectId);
  await marker.send("cursor:move", { projectId, x: 3, y: 3 });
  await watcher.next("cursor:update", seen + 1);
  expect(watcher.all("cursor:update").map(({ userId }) => userId)).not.toContain(
    collaborator.userId,
  );
});
