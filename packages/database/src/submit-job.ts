import { AppError } from "@workspace/common/app-error";
import type { SubmitJobInput } from "@workspace/common/contracts/jobs";
import type { Database } from "./database.js";
import type { Job } from "./generated/prisma/client.js";
import { jobUpdatedChange } from "./job-log.js";
import { newId } from "./new-id.js";
import { everyTime, type Once, sqlOn } from "./once.js";
import { runPoolTransaction } from "./pool-transaction.js";
import { lockProjectOn } from "./project-access.js";
import { type Actor, appendEventOn, type Committed } from "./project-log.js";

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
  once: Once<SubmittedJob> = everyTime,
): Promise<Committed<SubmittedJob>> {
  return runPoolTransaction(database, (client) =>
    once(sqlOn(client), async () => {
      await lockProjectOn(client, projectId, actor.userId, "jobs:submit");
      const { rows } = await client.query<InsertedJob>({
        name: "insert-job",
        text: INSERT_JOB_SQL,
        values: [
          newId(),
          projectId,
          actor.userId,
          type,
          JSON.stringify(payload),
          actor.requestId,
          maxUnfinished,
        ],
      });
      const { unfinishedBefore = 0, ...job } = rows[0] ?? {};
      if (!isInserted(job))
        throw new AppError(
          "QUEUE_FULL",
          `The project already has ${unfinishedBefore} unfinished jobs`,
          { retryAfterSeconds: 5 },
        );
      const event = await appendEventOn(client, projectId, actor, jobUpdatedChange(job));
      return { value: { job, unfinishedBefore }, events: [event] };
    }),
  );
}

/** The columns of a job are null where the project has too many already. */
type InsertedJob = { unfinishedBefore: number } & (Job | { id: null });

const isInserted = (job: Partial<Job> | { id: null }): job is Job => typeof job.id === "string";

const INSERT_JOB_SQL = `
  WITH unfinished AS (
    SELECT count(*)::int AS "unfinishedBefore" FROM "Job"
    WHERE "projectId" = $2::uuid AND status IN ('PENDING', 'PROCESSING')
  ), inserted AS (
    INSERT INTO "Job" (id, "projectId", "submittedById", type, payload, "requestId")
    SELECT $1::uuid, $2, $3::uuid, $4::"JobType", $5::jsonb, $6 FROM unfinished WHERE "unfinishedBefore" < $7
    RETURNING *
  )
  SELECT * FROM unfinished LEFT JOIN inserted ON true`;
