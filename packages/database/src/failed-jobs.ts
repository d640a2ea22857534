import type { JobErrorCode } from "@workspace/common/contracts/jobs";
import type { Database } from "./database.js";
import type { Job } from "./generated/prisma/client.js";

/** A job that failed, without its program and output. */
export type FailedJob = Pick<
  Job,
  "id" | "projectId" | "submittedById" | "error" | "attempt" | "createdAt" | "completedAt"
>;

/** Which failed jobs are meant: all of them where nothing is said. */
export interface FailedJobsFilter {
  projectId?: string | undefined;
  code?: JobErrorCode | undefined;
  /** Those that have failed since then. */
  since?: Date | undefined;
  limit: number;
}

/** Failed jobs of all projects, newest first. */
export async function listFailedJobs(
  database: Database,
  { projectId, code, since, limit }: FailedJobsFilter,
): Promise<FailedJob[]> {
  return database.prisma.job.findMany({
    where: {
      status: "FAILED",
      ...(projectId === undefined ? {} : { projectId }),
      ...(code === undefined ? {} : { error: { path: ["code"], equals: code } }),
      ...(since === undefined ? {} : { completedAt: { gte: since } }),
    },
    orderBy: { id: "desc" },
    take: limit,
    select: {
      id: true,
      projectId: true,
      submittedById: true,
      error: true,
      attempt: true,
      createdAt: true,
      completedAt: true,
    },
  });
}
