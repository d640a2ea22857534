import { idSchema, pageQuerySchema } from "@workspace/common/contracts/fields";
import { createSubmitJobSchema, outputQuerySchema } from "@workspace/common/contracts/jobs";
import type { JobCaps } from "@workspace/common/contracts/run-limits";
import { parseInput } from "@workspace/common/parse-input";
import {
  presentJob,
  presentJobReceipt,
  presentJobSummary,
} from "@workspace/database/jobs.presenter";
import type { SubmittedJob } from "@workspace/database/submit-job";
import { Router } from "express";
import { z } from "zod";
import { getCaller } from "../http/caller.js";
import { repeatablePost } from "../http/idempotency.js";
import { linkNextPage } from "../http/paging.js";
import type { JobsService } from "./jobs.service.js";

const jobParamsSchema = z.object({ jobId: idSchema });
const projectParamsSchema = z.object({ projectId: idSchema });

interface JobsRoutesDeps {
  jobs: JobsService;
  /** The most that a job may bring and ask for. */
  caps: JobCaps;
}

/** `/jobs` */
export function createJobsRoutes({ jobs, caps }: JobsRoutesDeps): Router {
  const submitJobSchema = createSubmitJobSchema(caps);
  const router = Router();

  router.post(
    "/submit",
    repeatablePost<SubmittedJob>({
      status: 201,
      handle: (request, caller, once) =>
        jobs.submit(caller, parseInput(submitJobSchema, request.body), once),
      present: ({ job }) => presentJobReceipt(job),
    }),
  );

  router.get("/:jobId", async (request, response) => {
    const { jobId } = parseInput(jobParamsSchema, request.params);
    response.json(presentJob(await jobs.get(getCaller(response), jobId)));
  });

  router.get("/:jobId/output", async (request, response) => {
    const { jobId } = parseInput(jobParamsSchema, request.params);
    const query = parseInput(outputQuerySchema, request.query);
    response.json(await jobs.getOutput(getCaller(response), jobId, query));
  });

  router.post(
    "/:jobId/cancel",
    repeatablePost({
      status: 200,
      handle: (request, caller, once) =>
        jobs.cancel(caller, parseInput(jobParamsSchema, request.params).jobId, once),
      present: presentJob,
    }),
  );

  return router;
}

/** `/projects/:projectId/jobs` */
export function createProjectJobsRoutes(jobs: JobsService): Router {
  const router = Router({ mergeParams: true });

  router.get("/", async (request, response) => {
    const { projectId } = parseInput(projectParamsSchema, request.params);
    const page = parseInput(pageQuerySchema, request.query);
    const rows = await jobs.list(getCaller(response), projectId, page);
    linkNextPage(request, response, rows, page.limit);
    response.json(rows.map(presentJobSummary));
  });

  return router;
}
