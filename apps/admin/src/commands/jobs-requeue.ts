import { idSchema } from "@workspace/common/contracts/fields";
import { loadEnv } from "@workspace/common/env";
import { createJobProducer, enqueueJob, type JobQueue } from "@workspace/common/job-queue";
import { listFailedJobs } from "@workspace/database/failed-jobs";
import { type RequeuedJob, requeueJob, type RequeueRefusal } from "@workspace/database/requeue-job";
import { z } from "zod";
import { audit } from "../audit.js";
import { confirm, type Context, defineCommand, YES_OPTION } from "../command.js";
import { queueEnv } from "../env.js";
import { limitSchema } from "../fields.js";
import { type AdminBackends, withBackends } from "../with-backends.js";
import { FILTER_OPTIONS, filterSchema } from "./jobs-failed.js";

const DEFAULT_LIMIT = 1000;

const REFUSALS: Record<RequeueRefusal, string> = {
  NOT_FOUND: "there is no such job",
  NOT_FAILED: "has not failed, or waits again already",
  CANCELLED: "was cancelled (--cancelled takes such jobs too)",
  NOT_ALLOWED: "whoever submitted it may no longer run programs in its project",
};

const schema = filterSchema
  .extend({
    limit: limitSchema(DEFAULT_LIMIT),
    cancelled: z.boolean().default(false),
    "dry-run": z.boolean().optional(),
    yes: z.boolean().optional(),
    operands: z.array(idSchema),
  })
  .refine(({ operands, ...said }) => operands.length > 0 || said.code !== undefined, {
    error: "name jobs by their ids, or say --code",
  })
  .refine((said) => said.operands.length === 0 || !hasFilter(said), {
    error: "ids and --project, --code or --since exclude each other",
  });
type Input = z.infer<typeof schema>;

export const jobsRequeueCommand = defineCommand({
  name: "jobs requeue",
  summary: "Makes failed jobs wait for a worker again.",
  details:
    "They keep their ids, what they printed goes, and they may be tried as often as new ones. What has\nnot failed is left alone.",
  operands: "<job id> ... | --code <code>",
  options: {
    ...FILTER_OPTIONS,
    limit: { type: "string", placeholder: "n", description: `At most so many (${DEFAULT_LIMIT})` },
    cancelled: { type: "boolean", description: "Also jobs that someone has cancelled" },
    "dry-run": { type: "boolean", description: "Says which, and does nothing" },
    ...YES_OPTION,
  },
  schema,
  run: (input, context) => withBackends(context, (backends) => requeue(input, context, backends)),
});

function hasFilter({ project, code, since }: z.infer<typeof filterSchema>): boolean {
  return project !== undefined || code !== undefined || since !== undefined;
}

async function requeue(input: Input, context: Context, backends: AdminBackends): Promise<number> {
  const { terminal } = context;
  const ids =
    input.operands.length > 0 ? [...new Set(input.operands)] : await find(input, backends);
  if (input["dry-run"] === true) {
    for (const id of ids) terminal.print(id);
    terminal.note(`${count(ids.length)} would be requeued; nothing was done`);
    return 0;
  }
  if (input.operands.length === 0 && ids.length > 0)
    await confirm(context, `Requeue ${count(ids.length)}?`, input.yes);
  const queue = createJobProducer(backends.redis, backends.logger);
  let requeued = 0;
  let missing = 0;
  for (const id of ids) {
    const outcome = await requeueOne(id, input.cancelled || input.code === "CANCELLED", backends);
    if (typeof outcome === "string") {
      terminal.print(`${id}  left: ${REFUSALS[outcome]}`);
      if (outcome === "NOT_FOUND") missing += 1;
      continue;
    }
    requeued += 1;
    const isQueued = await enqueue(queue, outcome, context);
    terminal.print(`${id}  requeued${isQueued ? "" : ", to be queued by the workers"}`);
  }
  if (requeued > 0) audit(context, "failed jobs have been requeued", { count: requeued });
  terminal.note(`${count(requeued)} requeued, ${count(ids.length - requeued)} left`);
  return missing > 0 ? 1 : 0;
}

async function find(
  { project, code, since, limit }: Input,
  { database }: AdminBackends,
): Promise<string[]> {
  const jobs = await listFailedJobs(database, { projectId: project, code, since, limit });
  // The oldest first, as they were submitted.
  return jobs.map(({ id }) => id).toReversed();
}

async function requeueOne(
  jobId: string,
  takesCancelled: boolean,
  { database, publisher }: AdminBackends,
): Promise<RequeuedJob | RequeueRefusal> {
  const { value, events } = await requeueJob(database, jobId, { takesCancelled });
  await publisher.publish(events);
  return value;
}

/** @returns false when Redis is away: the workers find such rows by themselves */
async function enqueue(
  queue: JobQueue,
  { jobId, requestId, unfinishedBefore }: RequeuedJob,
  { env }: Context,
): Promise<boolean> {
  const { JOB_ATTEMPTS: attempts, JOB_BACKOFF_MS: backoffMs } = loadEnv(queueEnv, env);
  const priority = unfinishedBefore + 1;
  try {
    await enqueueJob(queue, { jobId, requestId, priority, attempts, backoffMs });
    return true;
  } catch {
    return false;
  }
}

const count = (jobs: number): string => (jobs === 1 ? "1 job" : `${jobs} jobs`);
