import { AppError, notFound } from "@workspace/common/app-error";
import type {
  AddCollaboratorInput,
  CollaboratorBody,
  GrantableRole,
} from "@workspace/common/contracts/projects";
import { can } from "@workspace/common/permissions";
import { cancelUnfinishedJobs } from "./cancel-jobs.js";
import type { Database, Transaction } from "./database.js";
import { everyTime, type Once, sqlOf } from "./once.js";
import { type Actor, appendEvent, type Committed } from "./project-log.js";
import { lockProject } from "./project-access.js";

type Caller = Actor & { userId: string };

/**
 * Adds a registered user to a project.
 *
 * @throws {AppError} NOT_FOUND (project or user), FORBIDDEN, COLLABORATOR_EXISTS
 */
export async function addCollaborator(
  database: Database,
  actor: Caller,
  projectId: string,
  { email, role }: AddCollaboratorInput,
  once: Once<CollaboratorBody> = everyTime,
): Promise<Committed<CollaboratorBody>> {
  return database.prisma.$transaction((tx) =>
    once(sqlOf(tx), async () => {
      const project = await lockProject(tx, projectId, actor.userId, "collaborators:manage");
      const user = await tx.user.findUnique({ where: { email }, select: { id: true, name: true } });
      if (user === null) throw notFound("User");
      const membership = { projectId, userId: user.id };
      const exists =
        user.id === project.ownerId ||
        (await tx.collaborator.findUnique({ where: { projectId_userId: membership } })) !== null;
      if (exists)
        throw new AppError("COLLABORATOR_EXISTS", "The user is already a member of the project");
      await tx.collaborator.create({ data: { ...membership, role } });
      const event = await appendEvent(tx, projectId, actor, {
        type: "member.added",
        payload: { userId: user.id, name: user.name, role },
      });
      return { value: { ...membership, role }, events: [event] };
    }),
  );
}

interface CollaboratorChange {
  projectId: string;
  userId: string;
  role: GrantableRole;
}

/**
 * Gives a collaborator another role. Who may no longer submit jobs loses the unfinished ones.
 *
 * @throws {AppError} NOT_FOUND (project or collaborator), FORBIDDEN
 */
export async function updateCollaborator(
  database: Database,
  actor: Caller,
  { projectId, userId, role }: CollaboratorChange,
): Promise<Committed<CollaboratorBody>> {
  return database.prisma.$transaction(async (tx) => {
    await lockProject(tx, projectId, actor.userId, "collaborators:manage");
    const current = await requireCollaborator(tx, projectId, userId);
    if (current === role) return { value: { projectId, userId, role }, events: [] };
    await tx.collaborator.update({
      where: { projectId_userId: { projectId, userId } },
      data: { role },
    });
    const event = await appendEvent(tx, projectId, actor, {
      type: "member.updated",
      payload: { userId, role },
    });
    const cancelled = can(role, "jobs:submit")
      ? []
      : await cancelUnfinishedJobs(tx, projectId, actor, userId);
    return { value: { projectId, userId, role }, events: [event, ...cancelled] };
  });
}

/**
 * Removes a collaborator and cancels the jobs that they have not seen the end of.
 *
 * @throws {AppError} NOT_FOUND (project or collaborator), FORBIDDEN
 */
export async function removeCollaborator(
  database: Database,
  actor: Caller,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<Committed<null>> {
  return database.prisma.$transaction(async (tx) => {
    await lockProject(tx, projectId, actor.userId, "collaborators:manage");
    await requireCollaborator(tx, projectId, userId);
    await tx.collaborator.delete({ where: { projectId_userId: { projectId, userId } } });
    const event = await appendEvent(tx, projectId, actor, {
      type: "member.removed",
      payload: { userId },
    });
    const cancelled = await cancelUnfinishedJobs(tx, projectId, actor, userId);
    return { value: null, events: [event, ...cancelled] };
  });
}

async function requireCollaborator(
  tx: Transaction,
  projectId: string,
  userId: string,
): Promise<GrantableRole> {
  const membership = await tx.collaborator.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { role: true },
  });
  if (membership === null) throw notFound("Collaborator");
  return membership.role;
}
