import { userTopic } from "@workspace/common/contracts/bus-topics";
import {
  createTokenKeys,
  signAccessToken,
  type TokenKeys,
  type TokenSecrets,
} from "@workspace/common/access-token";
import { createEventBus, type EventBus } from "@workspace/common/event-bus";
import { createLogger, type Logger } from "@workspace/common/logger";
import { connectRedis, connectSubscriber } from "@workspace/common/redis";
import { createDatabase, type Database } from "@workspace/database/database";
import { createEventPublisher, type EventPublisher } from "@workspace/database/event-publisher";
import { createSessionGate, type SessionGate } from "@workspace/database/session-gate";
import { createSession } from "@workspace/database/sessions";
import { eventually } from "@workspace/local-stack/eventually";
import "@workspace/local-stack/provided-context";
import { type RedisFixture, startRedis } from "@workspace/local-stack/start-redis";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import type { Redis } from "ioredis";
import { afterAll, inject } from "vitest";
import { endClientsWithFile } from "./connect-client.js";

export const JWT_SECRET = "a secret that only these tests know";

/** A node's connections, as each service makes them. */
export interface Node {
  database: Database;
  redis: Redis;
  bus: EventBus;
  publisher: EventPublisher;
  sessionGate: SessionGate;
  logger: Logger;
  close(): Promise<void>;
}

/** What the gateways of one test file share, and a node that stands for the other services. */
export interface Backends {
  databaseUrl: string;
  redisServer: RedisFixture;
  tokenKeys: TokenKeys;
  /** Writes and publishes what the other services would. */
  services: Node;
  /** @param secrets of its tokens, where they are others */
  connectNode(secrets?: TokenSecrets): Promise<Node>;
}

/** A database and a Redis of its own for the test file that calls this, gone when the file is done, as are its clients. */
export async function openBackends(): Promise<Backends> {
  endClientsWithFile();
  const [testDatabase, redisServer] = await Promise.all([
    createTestDatabase({ databaseUrl: inject("databaseUrl") }),
    startRedis(),
  ]);
  const tokenKeys = createTokenKeys({ current: JWT_SECRET });

  async function connectNode(secrets?: TokenSecrets): Promise<Node> {
    const logger = createLogger({ service: "test", level: process.env["LOG_LEVEL"] ?? "silent" });
    const redis = connectRedis({ address: redisServer, logger, purpose: "test" });
    const subscriber = connectSubscriber({ address: redisServer, logger, purpose: "test:bus" });
    const database = createDatabase({
      url: testDatabase.url,
      poolSize: 8,
      applicationName: testDatabase.name,
      onError: () => {},
    });
    const bus = createEventBus({ publisher: redis, subscriber, logger });
    const publisher = createEventPublisher({ database, bus, logger });
    await eventually(() => redis.status === "ready" && bus.isConnected());
    return {
      database,
      redis,
      bus,
      publisher,
      sessionGate: createSessionGate({
        database,
        redis,
        tokenKeys: secrets === undefined ? tokenKeys : createTokenKeys(secrets),
      }),
      logger,
      async close() {
        await publisher.close();
        subscriber.disconnect();
        redis.disconnect();
        await database.close();
      },
    };
  }

  const services = await connectNode();
  afterAll(async () => {
    await services.close();
    await Promise.all([testDatabase.drop(), redisServer.stop()]);
  });
  return { databaseUrl: testDatabase.url, redisServer, tokenKeys, services, connectNode };
}

/** A session of a user, and the token that names it. */
export interface TestSession {
  sessionId: string;
  token: string;
}

/** Logs a user in. */
export async function openSession(
  { services, tokenKeys }: Backends,
  userId: string,
  lifetimeMs = 3_600_000,
): Promise<TestSession> {
  const expiresAt = new Date(Date.now() + lifetimeMs);
  const { id: sessionId } = await createSession(services.database, userId, expiresAt);
  return { sessionId, token: signAccessToken({ userId, sessionId, expiresAt }, tokenKeys) };
}

/** Logs a session out as the HTTP service does. */
export async function logOut(
  { sessionGate, bus }: Node,
  userId: string,
  sessionId: string,
): Promise<void> {
  await sessionGate.revoke(sessionId);
  await bus.publish(userTopic(userId), { kind: "session.revoked", sessionId });
}
