import type { Database } from "../src/database.js";
import type { Job } from "../src/read-jobs.js";
import { submitJob } from "../src/submit-job.js";
import type { TestUser } from "./create-team.js";

/** A job that waits in the project, submitted by `user`. */
export async function submitTestJob(
  database: Database,
  user: TestUser,
  projectId: string,
): Promise<Job> {
  const payload = { code: "print(1)", language: "python" } as const;
  const input = { projectId, type: "CODE_EXECUTION", payload } as const;
  return (await submitJob(database, user, input, 1000)).value.job;
}
