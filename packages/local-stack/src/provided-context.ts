import type { RedisKind } from "./redis-server.js";

export type { ProvidedContext } from "vitest";

/** Where the services of the end-to-end tests answer. */
export interface RunningServiceUrls {
  http: string;
  websocket: string;
  worker: string;
}

declare module "vitest" {
  /**
   * What the global set-up hands to the test files: `inject("databaseUrl")`. Test files that ask for it import this
   * module: `import "@workspace/local-stack/provided-context"`.
   */
  interface ProvidedContext {
    /** Integration tests: the server that has the template for `createTestDatabase({ databaseUrl })`. */
    databaseUrl: string;
    /** Integration tests: the kind of Redis that `startRedis()` starts. */
    redisKind: RedisKind;
    /** End-to-end tests: the running services. */
    serviceUrls: RunningServiceUrls;
    /**
     * End-to-end tests: the database and the Redis of those services; null when the services were not started here.
     */
    serviceBackends: { databaseUrl: string; redisUrl: string } | null;
    /** End-to-end tests: the file with all that those services log; null when they were not started here. */
    serviceLogPath: string | null;
  }
}
