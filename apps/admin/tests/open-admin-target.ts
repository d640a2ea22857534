import "@workspace/local-stack/provided-context";
import { createDatabase, type Database } from "@workspace/database/database";
import { newId } from "@workspace/database/new-id";
import { createProject } from "@workspace/database/write-project";
import { type RedisFixture, startRedis } from "@workspace/local-stack/start-redis";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import { afterAll, inject } from "vitest";

/** Someone with an account and a project. */
export interface Person {
  userId: string;
  email: string;
  projectId: string;
  requestId: string;
}

/** What commands work on: a database and a Redis of the test file's own. */
export interface AdminTarget {
  env: Record<string, string>;
  database: Database;
  redisServer: RedisFixture;
  createPerson(): Promise<Person>;
}

export async function openAdminTarget(): Promise<AdminTarget> {
  const [testDatabase, redisServer] = await Promise.all([
    createTestDatabase({ databaseUrl: inject("databaseUrl") }),
    startRedis(),
  ]);
  const database = createDatabase({
    url: testDatabase.url,
    poolSize: 4,
    applicationName: testDatabase.name,
    onError: () => undefined,
  });
  afterAll(async () => {
    await database.close();
    await Promise.all([testDatabase.drop(), redisServer.stop()]);
  });
  return {
    env: {
      DATABASE_URL: testDatabase.url,
      REDIS_HOST: redisServer.host,
      REDIS_PORT: String(redisServer.port),
      REDIS_PASSWORD: redisServer.password,
      JWT_SECRET: "Zk3vX9qTn7Lw2Rb8Hc5Jd1Mf6Gp4Ys0A",
      BCRYPT_COST: "4",
    },
    database,
    redisServer,
    async createPerson() {
      const userId = newId();
      const email = `${userId}@example.com`;
      const data = { id: userId, email, name: "Someone", passwordHash: "none" };
      await database.prisma.user.create({ data });
      const actor = { userId, requestId: "request" };
      const { value } = await createProject(database, actor, { name: "P", description: "" });
      return { userId, email, projectId: value.id, requestId: "request" };
    },
  };
}
