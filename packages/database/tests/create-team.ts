import type { GrantableRole } from "@workspace/common/contracts/projects";
import type { Database } from "../src/database.js";
import { newId } from "../src/new-id.js";
import { addCollaborator } from "../src/write-collaborators.js";
import { createProject } from "../src/write-project.js";

/** A user, in the shape in which operations take the one who acts. */
export interface TestUser {
  userId: string;
  requestId: string;
  email: string;
  name: string;
}

export async function createUser(database: Database, name = "Someone"): Promise<TestUser> {
  const userId = newId();
  const email = `${userId}@example.com`;
  await database.prisma.user.create({ data: { id: userId, email, name, passwordHash: "none" } });
  return { userId, requestId: `request-${name}`, email, name };
}

/** A project with one member of each role, and a user who is none. */
export interface Team {
  projectId: string;
  owner: TestUser;
  collaborator: TestUser;
  viewer: TestUser;
  stranger: TestUser;
}

/** Its log has three entries: created, and two members added. */
export async function createTeam(database: Database): Promise<Team> {
  const [owner, collaborator, viewer, stranger] = await Promise.all([
    createUser(database, "Owner"),
    createUser(database, "Collaborator"),
    createUser(database, "Viewer"),
    createUser(database, "Stranger"),
  ]);
  const { value: project } = await createProject(database, owner, { name: "P", description: "" });
  const grant = ({ email }: TestUser, role: GrantableRole) =>
    addCollaborator(database, owner, project.id, { email, role });
  await grant(collaborator, "COLLABORATOR");
  await grant(viewer, "VIEWER");
  return { projectId: project.id, owner, collaborator, viewer, stranger };
}
