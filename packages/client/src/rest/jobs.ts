import type {
  CodeExecutionPayload,
  JobBody,
  JobOutputBody,
  JobReceipt,
  JobSummary,
} from "@workspace/common/contracts/jobs";
import { type Api, at, withQuery } from "./api.js";
import { followJob, type RunningJob } from "./follow-job.js";
import type { CallOptions } from "./http.js";
import {
  createListing,
  type Listing,
  type Page,
  type PageOptions,
  readNextCursor,
} from "./listing.js";

/** Programs that are run in a project. */
export interface Jobs {
  /**
   * Runs a program. What comes of it is a {@link RunningJob}: awaited it gives the finished job, iterated the output
   * as it comes.
   */
  run(projectId: string, program: CodeExecutionPayload, options?: CallOptions): RunningJob;
  /** A job that has been submitted before, wherever that was. */
  follow(jobId: string, options?: CallOptions): RunningJob;
  /**
   * Has a program run, and does not wait for it.
   *
   * @throws {WorkspaceError} NOT_FOUND, FORBIDDEN, VALIDATION_FAILED, PAYLOAD_TOO_LARGE, QUEUE_FULL
   */
  submit(
    projectId: string,
    program: CodeExecutionPayload,
    options?: CallOptions,
  ): Promise<JobReceipt>;
  /** @throws {WorkspaceError} NOT_FOUND, FORBIDDEN */
  get(jobId: string, options?: CallOptions): Promise<JobBody>;
  /**
   * What a job has printed by now.
   *
   * @param options.after the number of the last piece that one has
   * @param options.attempt the try that it was counted in: a later one is given from its first piece
   * @throws {WorkspaceError} NOT_FOUND, FORBIDDEN
   */
  output(
    jobId: string,
    options?: { after?: number; attempt?: number } & CallOptions,
  ): Promise<JobOutputBody>;
  /** @throws {WorkspaceError} NOT_FOUND, FORBIDDEN, JOB_FINISHED */
  cancel(jobId: string, options?: CallOptions): Promise<JobBody>;
  /** All jobs of a project, newest first, without programs and output. */
  list(projectId: string, options?: CallOptions): Listing<JobSummary>;
  listPage(projectId: string, options?: PageOptions & CallOptions): Promise<Page<JobSummary>>;
}

export function createJobs(api: Api): Jobs {
  const submit: Jobs["submit"] = (projectId, payload, options) =>
    api.post("/jobs/submit", { projectId, type: "CODE_EXECUTION", payload }, options);
  const get: Jobs["get"] = async (jobId, options) =>
    (await api.get<JobBody>(at`/jobs/${jobId}`, options)).body;
  const output: Jobs["output"] = async (jobId, { after, attempt, ...options } = {}) => {
    const path = withQuery(at`/jobs/${jobId}/output`, { after, attempt });
    return (await api.get<JobOutputBody>(path, options)).body;
  };
  const cancel: Jobs["cancel"] = (jobId, options) =>
    api.post(at`/jobs/${jobId}/cancel`, undefined, options);

  async function listPage(
    projectId: string,
    { limit, cursor, ...options }: PageOptions & CallOptions = {},
  ) {
    const path = withQuery(at`/projects/${projectId}/jobs`, { limit, cursor });
    const { body, headers } = await api.get<JobSummary[]>(path, options);
    return { items: body, next: readNextCursor(headers) };
  }

  return {
    run(projectId, program, options) {
      const submitted = submit(projectId, program, options).then(({ jobId }) => jobId);
      return followJob(submitted, { get, output, cancel, options });
    },
    follow: (jobId, options) => followJob(Promise.resolve(jobId), { get, output, cancel, options }),
    submit,
    get,
    output,
    cancel,
    list: (projectId, options) =>
      createListing<JobSummary, string>((cursor) => listPage(projectId, { ...options, cursor })),
    listPage,
  };
}
