import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished } from "vitest";
import { connectClient, type TestClient } from "./connect-client.js";
import { createTeam, type Team } from "./create-team.js";
import type { Backends } from "./open-backends.js";
import type { TestGateway } from "./start-gateway.js";

const MOVE_INTERVAL_MS = 20;

/** A room in which someone moves all the time and someone else watches, beside whatever a test does. */
export interface BystanderRoom {
  team: Team;
  /** The one who watches. */
  bystander: TestClient;
  /** Asserts that the watcher still sees every new position, and has noticed nothing else so far. */
  expectUndisturbed(): Promise<void>;
}

/** The collaborator moves, the viewer watches; the owner and the stranger are the test's. */
export async function watchBystander(
  backends: Backends,
  { url }: TestGateway,
  options: { extraHeaders?: Record<string, string> } = {},
): Promise<BystanderRoom> {
  const team = await createTeam(backends);
  const { projectId } = team;
  const bystander = await connectClient(url, { token: team.viewer.token, ...options });
  const mover = await connectClient(url, { token: team.collaborator.token, ...options });
  await bystander.join(projectId);
  await mover.join(projectId);
  await bystander.next("user:joined");
  let moves = 0;
  const moving = setInterval(() => {
    moves += 1;
    mover.socket.emit("cursor:move", { projectId, x: moves, y: 0 });
  }, MOVE_INTERVAL_MS);
  onTestFinished(() => clearInterval(moving));

  return {
    team,
    bystander,
    async expectUndisturbed() {
      const sentSoFar = moves;
      const isNew = ({ userId, x }: { userId: string; x: number }): boolean =>
        userId === team.collaborator.userId && x > sentSoFar;
      await eventually(() => bystander.all("cursor:update").some(isNew), {
        what: "a position sent just now",
      });
      for (const { socket, received } of [bystander, mover]) {
        expect(socket.connected).toBe(true);
        const names = new Set(received.map(({ event }) => event));
        for (const name of ["error:event", "session:ended", "project:left"])
          expect(names).not.toContain(name);
      }
      const { collaborator, viewer } = team;
      const left = bystander.all("user:left").map(({ userId }) => userId);
      expect(left).not.toContain(collaborator.userId);
      expect(left).not.toContain(viewer.userId);
    },
  };
}
