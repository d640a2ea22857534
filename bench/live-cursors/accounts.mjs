// Users with tokens, and projects that all of them are members of, written as the services themselves write them.
import { createTokenKeys, signAccessToken } from "@workspace/common/access-token";
import { createDatabase } from "@workspace/database/database";
import { newId } from "@workspace/database/new-id";
import { createProject } from "@workspace/database/write-project";

const LIFETIME_MS = 3_600_000;

export async function createAccounts({ databaseUrl, jwtSecret, users: count, projects }) {
  const database = createDatabase({
    url: databaseUrl,
    poolSize: 2,
    applicationName: "bench",
    onError: () => {},
  });
  const tokenKeys = createTokenKeys({ current: jwtSecret });
  const expiresAt = new Date(Date.now() + LIFETIME_MS);
  const users = Array.from({ length: count }, () => {
    const userId = newId();
    const sessionId = newId();
    const token = signAccessToken({ userId, sessionId, expiresAt }, tokenKeys);
    return { userId, sessionId, token, name: `User ${userId.slice(-4)}` };
  });
  await database.prisma.user.createMany({
    data: users.map(({ userId: id, name }) => ({
      id,
      name,
      email: `${id}@example.com`,
      passwordHash: "none",
    })),
  });
  await database.prisma.session.createMany({
    data: users.map(({ userId, sessionId: id }) => ({ id, userId, expiresAt })),
  });
  const projectIds = [];
  for (let index = 0; index < projects; index += 1) {
    const [owner, ...others] = users;
    const actor = { userId: owner.userId, requestId: "bench" };
    const input = { name: `Project ${index}`, description: "" };
    const { value: project } = await createProject(database, actor, input);
    await database.prisma.collaborator.createMany({
      data: others.map(({ userId }) => ({ projectId: project.id, userId, role: "COLLABORATOR" })),
    });
    projectIds.push(project.id);
  }
  await database.close();
  return { users, projectIds };
}
