import { idSchema } from "@workspace/common/contracts/fields";
import { type JobError, jobErrorCodeSchema } from "@workspace/common/contracts/jobs";
import { type FailedJob, listFailedJobs } from "@workspace/database/failed-jobs";
import { z } from "zod";
import { defineCommand, JSON_OPTION, noOperands } from "../command.js";
import { limitSchema, sinceSchema } from "../fields.js";
import { renderTable, toPlain } from "../render-table.js";
import { withBackends } from "../with-backends.js";

const DEFAULT_LIMIT = 50;
const MESSAGE_WIDTH = 60;

/** Which failed jobs are meant. */
export const FILTER_OPTIONS = {
  project: { type: "string", placeholder: "id", description: "Of this project" },
  code: {
    type: "string",
    placeholder: "code",
    description: `Failed with this: ${jobErrorCodeSchema.options.join(", ")}`,
  },
  since: {
    type: "string",
    placeholder: "time",
    description: "Failed within this time, such as 30m, 1h or 7d",
  },
} as const;

/** @see FILTER_OPTIONS */
export const filterSchema = z.object({
  project: idSchema.optional(),
  code: jobErrorCodeSchema.optional(),
  since: sinceSchema,
});

export const jobsFailedCommand = defineCommand({
  name: "jobs failed",
  summary: "Lists failed jobs of all projects, the newest first.",
  options: {
    ...FILTER_OPTIONS,
    limit: {
      type: "string",
      placeholder: "n",
      description: `At most so many (${DEFAULT_LIMIT})`,
    },
    ...JSON_OPTION,
  },
  schema: filterSchema.extend({
    limit: limitSchema(DEFAULT_LIMIT),
    json: z.boolean().optional(),
    operands: noOperands,
  }),
  async run({ project, code, since, limit, json }, context) {
    const jobs = await withBackends(context, ({ database }) =>
      listFailedJobs(database, { projectId: project, code, since, limit }),
    );
    const { terminal } = context;
    if (json === true) terminal.print(JSON.stringify(jobs, null, 2));
    else if (jobs.length === 0) terminal.print("No job has failed so.");
    else terminal.print(renderTable(HEADS, jobs.map(toRow)));
    if (json !== true && jobs.length === limit)
      terminal.note(`These are ${limit}; there may be more (--limit).`);
  },
});

const HEADS = ["JOB", "FAILED AT", "CODE", "ATTEMPTS", "PROJECT", "MESSAGE"];

function toRow({ id, completedAt, error, attempt, projectId }: FailedJob): string[] {
  const { code, message } = error as JobError;
  const plain = toPlain(message);
  const cut = plain.length > MESSAGE_WIDTH ? `${plain.slice(0, MESSAGE_WIDTH - 1)}…` : plain;
  return [id, completedAt?.toISOString() ?? "", code, String(attempt), projectId, cut];
}
