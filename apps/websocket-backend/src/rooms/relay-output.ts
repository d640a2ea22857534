import type { ProjectMessage } from "@workspace/common/contracts/bus-topics";
import type { GatewaySocket } from "../socket-types.js";
import { encodeEvents, sendEncoded } from "../transport/encoded-events.js";

type OutputMessage = Extract<ProjectMessage, { kind: "job.output" }>;

interface RelayOutputDeps {
  projectId: string;
  /** Whether a socket has so much unread that it gets only what it could not get later. */
  isSlow: (socket: GatewaySocket) => boolean;
}

/**
 * Sends what a job has printed to sockets as `job:output`, one event for each piece. Slow readers are left
 * out: they see the gap in `seq` and read the pieces from the job, and no memory is spent on them here.
 */
export function relayOutput(
  { projectId, isSlow }: RelayOutputDeps,
  sockets: readonly GatewaySocket[],
  { jobId, attempt, requestId, firstSeq, pieces }: OutputMessage,
): void {
  const events = encodeEvents(
    "job:output",
    pieces.map(([stream, chunk], index) => ({
      projectId,
      jobId,
      attempt,
      requestId,
      seq: firstSeq + index,
      stream,
      chunk,
    })),
  );
  for (const socket of sockets) if (!isSlow(socket)) sendEncoded(socket.conn, events);
}
