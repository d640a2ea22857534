import type { Database } from "@workspace/database/database";

/** How many rows every table has: equal before and after a request that persisted nothing. */
export async function countRows({ prisma }: Database): Promise<Record<string, number>> {
  return {
    users: await prisma.user.count(),
    sessions: await prisma.session.count(),
    projects: await prisma.project.count(),
    collaborators: await prisma.collaborator.count(),
    jobs: await prisma.job.count(),
    events: await prisma.projectEvent.count(),
    idempotencyKeys: await prisma.idempotencyKey.count(),
  };
}
