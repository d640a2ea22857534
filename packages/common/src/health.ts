import type { DependencyState, HealthBody } from "./contracts/health.js";

/** Longest that a health answer waits for one dependency. */
const CHECK_TIMEOUT_MS = 1000;

interface HealthOptions {
  /** Name of the service, as in its logs. */
  service: string;
  /** Any cheap statement, such as `database.pool.query("SELECT 1")`. */
  pingDatabase: () => Promise<unknown>;
  /** `redis.ping()` on a connection for commands. */
  pingRedis: () => Promise<unknown>;
  isDraining: () => boolean;
}

/** @returns reads the state of a service: never rejects, and answers within about a second */
export function createHealthCheck({
  service,
  pingDatabase,
  pingRedis,
  isDraining,
}: HealthOptions): () => Promise<HealthBody> {
  const checkDatabase = createDependencyCheck(pingDatabase);
  const checkRedis = createDependencyCheck(pingRedis);
  return async () => {
    const [database, redis] = await Promise.all([checkDatabase(), checkRedis()]);
    const isComplete = database === "up" && redis === "up";
    return {
      status: isDraining() ? "draining" : isComplete ? "ok" : "degraded",
      service,
      uptimeSeconds: Math.floor(process.uptime()),
      database,
      redis,
    };
  };
}

/** Whether a service should get traffic: `GET /health/ready` is 503 otherwise, with the same body. */
export const isReady = ({ status }: HealthBody): boolean => status === "ok";

/**
 * @param ping resolves when the dependency answers
 * @param timeoutMs after which it counts as down
 * @returns asks the dependency; callers at the same time share one ping, so a hanging dependency does not
 *   collect them
 */
export function createDependencyCheck(
  ping: () => Promise<unknown>,
  timeoutMs = CHECK_TIMEOUT_MS,
): () => Promise<DependencyState> {
  let pending: Promise<DependencyState> | null = null;
  const ask = async (): Promise<DependencyState> => {
    try {
      await ping();
      return "up";
    } catch {
      return "down";
    } finally {
      pending = null;
    }
  };
  return () => answerWithin((pending ??= ask()), timeoutMs, "down");
}

/** What a promise gives, or `fallback` when it takes longer than `timeoutMs`. The promise goes on. */
export async function answerWithin<Value, Fallback>(
  answer: Promise<Value>,
  timeoutMs: number,
  fallback: Fallback,
): Promise<Value | Fallback> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Fallback>((resolve) => {
    timer = setTimeout(() => resolve(fallback), timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
