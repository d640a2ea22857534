import { z } from "zod";
import { CANCELLED_JOB, JOB, JOB_ID, PROJECT_ID } from "../examples.js";
import { idSchema, pageQuerySchema } from "../fields.js";
import { formatBytes, type HttpLimits, type HttpRoute, jsonContent } from "../http-route.js";
import {
  createSubmitJobSchema,
  jobBodySchema,
  jobOutputBodySchema,
  jobReceiptSchema,
  jobSummarySchema,
  outputQuerySchema,
} from "../jobs.js";
import { offeredLanguageSchema } from "../languages.js";

const IN_JOBS = { group: "Jobs", readsBody: true, canFail: true } as const;

const jobParams = z.object({ jobId: idSchema });
const projectParams = z.object({ projectId: idSchema });

const { payload: _payload, result: _result, ...JOB_SUMMARY } = JOB;
const RUN_CAPS = {
  wallMs: 30_000,
  cpuMs: 30_000,
  memoryBytes: 1_073_741_824,
  outputBytes: 8_388_608,
};

/** `/jobs`, the jobs of a project, and the languages that jobs can be in. */
export function createJobRoutes({ jobCaps, jobsPerProject }: HttpLimits): HttpRoute[] {
  return [
    {
      ...IN_JOBS,
      id: "submitJob",
      method: "POST",
      path: "/api/v1/jobs/submit",
      summary: "Run a program",
      description: [
        "`payload` has the `code` of one file or up to 64 `files`, the one to start with first and with an ending of its language. No name is twice there, nor a folder of another.",
        `The program has at most ${formatBytes(jobCaps.codeBytes)}, all its files together; \`stdin\` with \`args\` at most ${formatBytes(jobCaps.stdinBytes)}.`,
        `\`limits\` is what it asks for instead of the defaults: up to ${jobCaps.wallMs} ms of run, ${jobCaps.cpuMs} ms of processor time, ${formatBytes(jobCaps.memoryBytes)} of memory and ${formatBytes(jobCaps.outputBytes)} of output.`,
        `A project has at most ${jobsPerProject} unfinished jobs (429 \`QUEUE_FULL\` beyond).`,
      ].join("\n\n"),
      access: "jobs:submit",
      headers: ["Idempotency-Key"],
      body: jsonContent(createSubmitJobSchema(jobCaps), {
        projectId: PROJECT_ID,
        type: "CODE_EXECUTION",
        payload: { language: "python", code: "print(6 * 7)" },
      }),
      answers: {
        201: {
          description: "The job is kept, and will be run.",
          content: jsonContent(jobReceiptSchema, {
            jobId: JOB_ID,
            status: "PENDING",
            createdAt: JOB.createdAt,
          }),
          headers: { "Idempotency-Replayed": "sometimes" },
        },
      },
      refusals: ["QUEUE_FULL"],
    },
    {
      ...IN_JOBS,
      id: "getJob",
      method: "GET",
      path: "/api/v1/jobs/:jobId",
      summary: "Read a job with its result",
      access: "project:view",
      params: jobParams,
      answers: { 200: { description: "The job.", content: jsonContent(jobBodySchema, JOB) } },
    },
    {
      ...IN_JOBS,
      id: "getJobOutput",
      method: "GET",
      path: "/api/v1/jobs/:jobId/output",
      summary: "Read what a job has printed, while it runs or later",
      description:
        "The same pieces with the same numbers as `job:output`. Of a running job it is 503 while Redis is away.",
      access: "project:view",
      params: jobParams,
      query: outputQuerySchema,
      answers: {
        200: {
          description: "The pieces after `after`.",
          content: jsonContent(jobOutputBodySchema, {
            jobId: JOB_ID,
            attempt: 1,
            status: "COMPLETED",
            chunks: [{ seq: 1, stream: "stdout", chunk: "42\n" }],
            isComplete: true,
          }),
        },
      },
    },
    {
      ...IN_JOBS,
      id: "cancelJob",
      method: "POST",
      path: "/api/v1/jobs/:jobId/cancel",
      summary: "Cancel a job",
      description: "A running program is killed.",
      access: "jobs:submit",
      params: jobParams,
      headers: ["Idempotency-Key"],
      answers: {
        200: {
          description: "The job, which has failed with `CANCELLED`.",
          content: jsonContent(jobBodySchema, CANCELLED_JOB),
          headers: { "Idempotency-Replayed": "sometimes" },
        },
      },
      refusals: ["JOB_FINISHED"],
    },
    {
      ...IN_JOBS,
      readsBody: false,
      id: "listProjectJobs",
      method: "GET",
      path: "/api/v1/projects/:projectId/jobs",
      summary: "List a project's jobs",
      description: "Newest first, without programs and outputs.",
      access: "project:view",
      params: projectParams,
      query: pageQuerySchema,
      answers: {
        200: {
          description: "One page.",
          content: jsonContent(z.array(jobSummarySchema), [JOB_SUMMARY]),
          headers: { Link: "sometimes" },
        },
      },
    },
    {
      ...IN_JOBS,
      readsBody: false,
      id: "listLanguages",
      method: "GET",
      path: "/api/v1/languages",
      summary: "What the running workers can run",
      description:
        "Workers that differ are listed apart; with none running the list is empty. It is 503 while Redis is away.",
      access: "signed in",
      answers: {
        200: {
          description: "By language, what is available first.",
          content: jsonContent(z.array(offeredLanguageSchema), [
            {
              name: "python",
              isAvailable: true,
              version: "cpython 3.11.2",
              isolation: "namespaces",
              reason: null,
              limits: {
                wallMs: 5000,
                cpuMs: 5000,
                memoryBytes: 536_870_912,
                outputBytes: 1_048_576,
                errorBytes: 65_536,
                codeBytes: 1_048_576,
                stdinBytes: 1_048_576,
              },
              caps: RUN_CAPS,
              workers: 2,
            },
          ]),
        },
      },
    },
  ];
}
