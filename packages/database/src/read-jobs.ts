import { notFound } from "@workspace/common/app-error";
import type { PageQuery } from "@workspace/common/contracts/fields";
import type { Database } from "./database.js";
import type { Job } from "./generated/prisma/client.js";
import { requireRole } from "./project-access.js";

export type { Job } from "./generated/prisma/client.js";

/**
 * A job, for a member of its project.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function readJob(database: Database, jobId: string, userId: string): Promise<Job> {
  const job = await database.prisma.job.findUnique({ where: { id: jobId } });
  if (job === null) throw notFound("Job");
  await requireRole(database, job.projectId, userId, "project:view");
  return job;
}

/** What is known of a job's output without asking Redis. */
export type JobOutputRow = Pick<
  Job,
  "id" | "projectId" | "status" | "attempt" | "error" | "completedAt" | "result"
>;

/**
 * A job's output, for a member of its project.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function readJobOutput(
  database: Database,
  jobId: string,
  userId: string,
): Promise<JobOutputRow> {
  const job = await database.prisma.job.findUnique({
    where: { id: jobId },
    select: {
      id: true,
      projectId: true,
      status: true,
      attempt: true,
      error: true,
      completedAt: true,
      result: true,
    },
  });
  if (job === null) throw notFound("Job");
  await requireRole(database, job.projectId, userId, "project:view");
  return job;
}

/** A job without its program and output. */
export type ListedJob = Omit<Job, "payload" | "result">;

/** A project's jobs, newest first, after the job `cursor`. The caller has checked the role. */
export async function listJobs(
  database: Database,
  projectId: string,
  { limit, cursor }: PageQuery,
): Promise<ListedJob[]> {
  return database.prisma.job.findMany({
    where: { projectId, ...(cursor === undefined ? {} : { id: { lt: cursor } }) },
    orderBy: { id: "desc" },
    take: limit,
    omit: { payload: true, result: true },
  });
}
