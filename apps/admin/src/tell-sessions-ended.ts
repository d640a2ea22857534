import { userTopic } from "@workspace/common/contracts/bus-topics";
import type { EndedSession } from "@workspace/database/end-sessions";
import { forgetSessions } from "@workspace/database/session-gate";
import type { AdminBackends } from "./with-backends.js";

/** What is to be said where a command ends sessions and Redis, by which it tells, is away. */
export const REDIS_AWAY_NOTE =
  "Redis is away: gateways ask PostgreSQL, and close the sockets within 15 s";

/** Tells every service that sessions have ended in PostgreSQL, which decides, whatever of this arrives. */
export async function tellSessionsEnded(
  ended: readonly EndedSession[],
  { redis, bus }: AdminBackends,
): Promise<void> {
  await forgetSessions(
    redis,
    ended.map(({ id }) => id),
  );
  await Promise.allSettled(
    ended.map(({ id, userId }) =>
      bus.publish(userTopic(userId), { kind: "session.revoked", sessionId: id }),
    ),
  );
}
