import type { ProjectMessage } from "@workspace/common/contracts/bus-topics";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { eventsRoom } from "./events-room.js";

type OutputMessage = Extract<ProjectMessage, { kind: "job.output" }>;

interface RelayOutputDeps {
  io: GatewayServer;
  projectId: string;
  /** Whether a socket has so much unread that it gets only what it could not get later. */
  isSlow: (socket: GatewaySocket) => boolean;
}

/**
 * Sends what a job has printed to a room as `job:output`, one event for each piece. Slow readers are left
 * out: they see the gap in `seq` and read the pieces from the job, and no memory is spent on them here.
 */
export function relayOutput(
  { io, projectId, isSlow }: RelayOutputDeps,
  sockets: Iterable<GatewaySocket>,
  { jobId, attempt, firstSeq, pieces }: OutputMessage,
): void {
  const slowIds = Array.from(sockets)
    .filter(isSlow)
    .map((socket) => socket.id);
  const readers = io.to(eventsRoom(projectId)).except(slowIds);
  for (const [index, [stream, chunk]] of pieces.entries())
    readers.emit("job:output", { projectId, jobId, attempt, seq: firstSeq + index, stream, chunk });
}
