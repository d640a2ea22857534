import { AppError, notFound } from "@workspace/common/app-error";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { JobError } from "@workspace/common/contracts/jobs";
import type { Database, Transaction } from "./database.js";
import type { Job, Prisma } from "./generated/prisma/client.js";
import { jobUpdatedChange } from "./job-log.js";
import { everyTime, type Once, sqlOf } from "./once.js";
import { lockProject } from "./project-access.js";
import { type Actor, appendEvent, appendEvents, type Committed } from "./project-log.js";

const CANCELLED: JobError = { code: "CANCELLED", message: "The job was cancelled" };

/**
 * Cancels one job. What runs of it is killed by whichever worker has it, once it hears of the event.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, JOB_FINISHED
 */
export async function cancelJob(
  database: Database,
  actor: Actor & { userId: string },
  jobId: string,
  once: Once<Job> = everyTime,
): Promise<Committed<Job>> {
  return database.prisma.$transaction((tx) =>
    once(sqlOf(tx), async () => {
      const found = await tx.job.findUnique({ where: { id: jobId }, select: { projectId: true } });
      if (found === null) throw notFound("Job");
      await lockProject(tx, found.projectId, actor.userId, "jobs:submit");
      const [job] = await tx.job.updateManyAndReturn({
        where: { id: jobId, ...UNFINISHED },
        data: cancelledNow(),
      });
      if (job === undefined) throw new AppError("JOB_FINISHED", "The job has already finished");
      return {
        value: job,
        events: [await appendEvent(tx, job.projectId, actor, jobUpdatedChange(job))],
      };
    }),
  );
}

/**
 * Cancels a project's unfinished jobs, or only those that one user submitted. The caller holds the
 * project's lock.
 */
export async function cancelUnfinishedJobs(
  tx: Transaction,
  projectId: string,
  actor: Actor,
  submittedById?: string,
): Promise<DomainEvent[]> {
  // There may be thousands: neither their programs nor a statement for each.
  const jobs = await tx.job.updateManyAndReturn({
    where: {
      projectId,
      ...(submittedById === undefined ? {} : { submittedById }),
      ...UNFINISHED,
    },
    data: cancelledNow(),
    omit: { payload: true },
  });
  return appendEvents(tx, projectId, actor, jobs.map(jobUpdatedChange));
}

const UNFINISHED = { status: { in: ["PENDING", "PROCESSING"] } } satisfies Prisma.JobWhereInput;

const cancelledNow = () =>
  ({
    status: "FAILED",
    error: { ...CANCELLED },
    completedAt: new Date(),
  }) satisfies Prisma.JobUpdateManyMutationInput;
