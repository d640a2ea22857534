import type { JobBody } from "@workspace/common/contracts/jobs";
import type { JobCancelInput } from "@workspace/common/contracts/socket-events";
import { cancelJob as writeCancelled } from "@workspace/database/cancel-jobs";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import { presentJob } from "@workspace/database/jobs.presenter";
import type { EventContext } from "./bind-event.js";

interface CancelDeps {
  database: Database;
  publisher: EventPublisher;
}

/**
 * The same operation as `POST /jobs/:jobId/cancel`, with the same answer; whether the socket has joined the
 * project does not matter.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, JOB_FINISHED
 */
export async function cancelJob(
  { database, publisher }: CancelDeps,
  { socket, requestId }: EventContext,
  { jobId }: JobCancelInput,
): Promise<JobBody> {
  const actor = { userId: socket.data.userId, requestId };
  const { value, events } = await writeCancelled(database, actor, jobId);
  await publisher.publish(events);
  return presentJob(value);
}
