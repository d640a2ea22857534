import { randomUUID } from "node:crypto";
import { AppError } from "@workspace/common/app-error";
import type { ErrorCode } from "@workspace/common/contracts/errors";
import type { ClientToServerEvents } from "@workspace/common/contracts/socket-events";
import type { Logger } from "@workspace/common/logger";
import { parseInput } from "@workspace/common/parse-input";
import { isDatabaseUnavailable } from "@workspace/database/is-database-unavailable";
import type { z } from "zod";
import type { GatewayMetrics } from "../gateway-metrics.js";
import type { GatewaySocket } from "../socket-types.js";
import { findReply, refuseEvent } from "./reply.js";

/** What an event gives: the acknowledgement's data, and what must come after it has been sent. */
export interface Handled<Data> {
  /** Made in the very step in which it is sent: promises take their time to hand a result on. */
  data: () => Data;
  /** Called in that step too: nothing comes between the two. */
  afterReply?: () => void;
}

export interface EventContext {
  socket: GatewaySocket;
  /** Names the event in logs, in the project's log and in what follows from it. */
  requestId: string;
}

interface BindEvent<Schema extends z.ZodType, Data> {
  event: keyof ClientToServerEvents;
  schema: Schema;
  handle: (
    input: z.output<Schema>,
    context: EventContext,
  ) => Promise<Handled<Data>> | Handled<Data>;
  metrics: Pick<GatewayMetrics, "observeEvent">;
  logger: Logger;
}

/** Takes an event as it came from a socket: its arguments, the last of which may be an acknowledgement. */
export type EventListener = (socket: GatewaySocket, args: readonly unknown[]) => void;

/**
 * Binds one client event: parse, handle, acknowledge. Nothing that a client sends, and no failure of a
 * handler, reaches the socket or the process as an exception.
 *
 * @returns one listener for all sockets: closures for each would be most of what an idle socket costs
 */
export function bindEvent<Schema extends z.ZodType, Data>({
  event,
  schema,
  handle,
  metrics,
  logger,
}: BindEvent<Schema, Data>): EventListener {
  async function listen(socket: GatewaySocket, args: readonly unknown[]): Promise<void> {
    const requestId = randomUUID();
    const startedAt = performance.now();
    let outcome: "ok" | ErrorCode = "ok";
    try {
      // Without arguments the acknowledgement comes first.
      const input: unknown = typeof args[0] === "function" ? undefined : args[0];
      const { data, afterReply } = await handle(parseInput(schema, input), { socket, requestId });
      findReply(args)?.({ ok: true, data: data() });
      afterReply?.();
    } catch (error) {
      const failure = toAppError(error);
      outcome = failure.code;
      if (failure.status >= 500)
        logger.error({ err: error, event, requestId, userId: socket.data.userId }, "event failed");
      refuseEvent(socket, event, args, failure, requestId);
    }
    metrics.observeEvent(event, outcome, (performance.now() - startedAt) / 1000);
  }
  return (socket, args) => void listen(socket, args);
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error))
    return new AppError("UNAVAILABLE", "The service cannot reach its database right now");
  return new AppError("INTERNAL", "Something went wrong");
}
