import { AppError } from "@workspace/common/app-error";
import type { SubmitJobInput } from "@workspace/common/contracts/jobs";
import type { Database } from "./database.js";
import type { Job } from "./generated/prisma/client.js";
import { jobUpdatedChange } from "./job-log.js";
import { newId } from "./new-id.js";
import { lockProject } from "./project-access.js";
import { type Actor, appendEvent, type Committed } from "./project-log.js";

/** A committed job, and how many unfinished ones its project had before it. */
export interface SubmittedJob {
  job: Job;
  unfinishedBefore: number;
}

/**
 * Writes a job's row as PENDING; the queue comes after. From here on the job is not lost, whatever dies.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, QUEUE_FULL when the project has `maxUnfinished` already
 */
export async function submitJob(
  database: Database,
  actor: Actor & { userId: string },
  { projectId, type, payload }: SubmitJobInput,
  maxUnfinished: number,
): Promise<Committed<SubmittedJob>> {
  return database.prisma.$transaction(async (tx) => {
    await lockProject(tx, projectId, actor.userId, "jobs:submit");
    const unfinishedBefore = await tx.job.count({
      where: { projectId, status: { in: ["PENDING", "PROCESSING"] } },
    });
    if (unfinishedBefore >= maxUnfinished)
      throw new AppError(
        "QUEUE_FULL",
        `The project already has ${unfinishedBefore} unfinished jobs`,
        { retryAfterSeconds: 5 },
      );
    const job = await tx.job.create({
      data: {
        id: newId(),
        projectId,
        submittedById: actor.userId,
        type,
        payload: { ...payload },
        requestId: actor.requestId,
      },
    });
    const event = await appendEvent(tx, projectId, actor, jobUpdatedChange(job));
    return { value: { job, unfinishedBefore }, events: [event] };
  });
}
