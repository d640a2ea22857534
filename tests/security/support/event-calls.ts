import * as contracts from "@workspace/common/contracts/socket-events";
import type { ClientToServerEvents } from "@workspace/common/contracts/socket-events";

/** How a client event is sent that names something of a project. */
interface EventCall {
  schema: object;
  /** What is sent to name something by its id; without, the event is about the socket alone. */
  input?(id: string): object;
}

/** Every event that a client can send. */
export const EVENT_CALLS: Readonly<Record<keyof ClientToServerEvents, EventCall>> = {
  "join:project": {
    schema: contracts.joinProjectSchema,
    input: (projectId) => ({ projectId, lastSeq: 0 }),
  },
  "leave:project": {
    schema: contracts.leaveProjectSchema,
    input: (projectId) => ({ projectId }),
  },
  "cursor:move": {
    schema: contracts.cursorMoveSchema,
    input: (projectId) => ({ projectId, x: 1, y: 2, color: "#FF0000" }),
  },
  "project:update": {
    schema: contracts.projectUpdateSchema,
    input: (projectId) => ({ projectId, changes: { name: "Taken", content: { note: null } } }),
  },
  "job:cancel": {
    schema: contracts.jobCancelSchema,
    input: (jobId) => ({ jobId }),
  },
  "auth:refresh": { schema: contracts.authRefreshSchema },
};

/** The schemas of the inputs that the contracts have. */
export const inputSchemas = (): object[] =>
  Object.values(contracts.clientEventSchemas).map(({ input }) => input);
