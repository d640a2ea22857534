import {
  addMember,
  createOwnedProject,
  createTeam,
  submitJob,
} from "../../../apps/websocket-backend/tests/create-team.js";
import { openSession } from "../../../apps/websocket-backend/tests/open-backends.js";
import { callApi } from "../../../apps/http-backend/tests/api.js";
import type { AttackTarget } from "./open-attack-target.js";
import type { Takeable } from "./route-contracts.js";

/** What every user of the fuzz world logs in with, and the one that is no member of anything. */
export const KNOWN_ACCOUNT = { email: "known@example.com", password: "password123" } as const;

/** Names of things that stand in a case in place of their ids: a case is made before it is known what there is. */
export const THINGS = [
  "@project",
  "@others-project",
  "@job",
  "@others-job",
  "@owner",
  "@collaborator",
  "@viewer",
  "@stranger",
] as const;
export type Thing = (typeof THINGS)[number];

/** In the name of whom a case is tried. */
export const ACTORS = ["owner", "collaborator", "viewer", "stranger"] as const;
export type Actor = (typeof ACTORS)[number];

/** A team with a project and a job, and another team's, that random cases happen to. */
export interface FuzzWorld {
  /** Puts real ids where a text names things, and the owner's token where it says `@token`. */
  resolve(text: string): string;
  tokenOf(actor: Actor): string;
  /** Gives back what a case has taken away. */
  restore(taken: Takeable): Promise<void>;
}

export async function createFuzzWorld({ app, backends }: AttackTarget): Promise<FuzzWorld> {
  const { prisma } = backends.services.database;
  const signup = { ...KNOWN_ACCOUNT, name: "Known" };
  await callApi(app, "POST /auth/signup", { body: signup }).expect(201);
  const { email } = KNOWN_ACCOUNT;
  const { passwordHash } = await prisma.user.findUniqueOrThrow({ where: { email } });
  const [team, others] = await Promise.all([createTeam(backends), createTeam(backends)]);
  const { owner, collaborator, viewer, stranger } = team;
  const ids: Record<Thing, string> = {
    "@project": team.projectId,
    "@others-project": others.projectId,
    "@job": await submitJob(backends, team),
    "@others-job": await submitJob(backends, others),
    "@owner": owner.userId,
    "@collaborator": collaborator.userId,
    "@viewer": viewer.userId,
    "@stranger": stranger.userId,
  };

  const restorers: Record<Takeable, () => Promise<void>> = {
    async accounts() {
      await prisma.user.updateMany({ data: { passwordHash } });
      for (const actor of ACTORS)
        Object.assign(team[actor], await openSession(backends, team[actor].userId));
    },
    async project() {
      const project = { projectId: await createOwnedProject(backends, owner), owner };
      await addMember(backends, project, collaborator, "COLLABORATOR");
      await addMember(backends, project, viewer, "VIEWER");
      ids["@project"] = project.projectId;
      ids["@job"] = await submitJob(backends, project);
    },
    async members() {
      const projectId = ids["@project"];
      await prisma.collaborator.deleteMany({ where: { projectId } });
      await prisma.collaborator.createMany({
        data: [
          { projectId, userId: collaborator.userId, role: "COLLABORATOR" },
          { projectId, userId: viewer.userId, role: "VIEWER" },
        ],
      });
    },
    async job() {
      ids["@job"] = await submitJob(backends, { projectId: ids["@project"], owner });
    },
  };

  await restorers.accounts();
  return {
    // A user's e-mail address begins with the id.
    resolve: (text) =>
      THINGS.reduce((all, thing) => all.replaceAll(thing, ids[thing]), text).replaceAll(
        "@token",
        owner.token,
      ),
    tokenOf: (actor) => team[actor].token,
    restore: (taken) => restorers[taken](),
  };
}
