import type { Database } from "@workspace/database/database";
import { type Attempt, findEndedAttempts } from "@workspace/database/job-attempts";
import type { RunningJobs } from "./running-jobs.js";

interface StopEndedJobsDeps {
  database: Database;
  runningJobs: RunningJobs;
}

/**
 * Stops whatever runs here although its row says otherwise: cancelled while the message of it was lost,
 * taken over by a later attempt, or gone with its project.
 */
export async function stopEndedJobs({ database, runningJobs }: StopEndedJobsDeps): Promise<void> {
  const running = runningJobs.list().filter((job) => !job.signal.aborted);
  const attempts = running.flatMap(({ attempt }) => (attempt === null ? [] : [attempt]));
  const ended = new Set<Attempt>(await findEndedAttempts(database, attempts));
  for (const job of running) if (job.attempt !== null && ended.has(job.attempt)) job.stop("ended");
}
