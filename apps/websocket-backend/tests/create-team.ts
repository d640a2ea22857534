import type { GrantableRole, ProjectChanges } from "@workspace/common/contracts/projects";
import { newId } from "@workspace/database/new-id";
import type { Committed } from "@workspace/database/project-log";
import { submitJob as writeJob } from "@workspace/database/submit-job";
import { addCollaborator } from "@workspace/database/write-collaborators";
import { createProject, updateProject } from "@workspace/database/write-project";
import { type Backends, openSession, type TestSession } from "./open-backends.js";

/** A user who is logged in, in the shape in which operations take the one who acts. */
export interface TestUser extends TestSession {
  userId: string;
  requestId: string;
  email: string;
  name: string;
}

export async function createUser(backends: Backends, name: string): Promise<TestUser> {
  const userId = newId();
  const email = `${userId}@example.com`;
  await backends.services.database.prisma.user.create({
    data: { id: userId, email, name, passwordHash: "none" },
  });
  return { userId, requestId: "test", email, name, ...(await openSession(backends, userId)) };
}

/** A project with one member of each role, and a user who is none. Its log has three entries. */
export interface Team {
  projectId: string;
  owner: TestUser;
  collaborator: TestUser;
  viewer: TestUser;
  stranger: TestUser;
}

export async function createTeam(backends: Backends): Promise<Team> {
  const [owner, collaborator, viewer, stranger] = await Promise.all([
    createUser(backends, "Owner"),
    createUser(backends, "Collaborator"),
    createUser(backends, "Viewer"),
    createUser(backends, "Stranger"),
  ]);
  const projectId = await createOwnedProject(backends, owner);
  await addMember(backends, { projectId, owner }, collaborator, "COLLABORATOR");
  await addMember(backends, { projectId, owner }, viewer, "VIEWER");
  return { projectId, owner, collaborator, viewer, stranger };
}

export async function createOwnedProject(backends: Backends, owner: TestUser): Promise<string> {
  const input = { name: "P", description: "" };
  return (await commit(backends, createProject(backends.services.database, owner, input))).id;
}

export async function addMember(
  backends: Backends,
  { projectId, owner }: Pick<Team, "projectId" | "owner">,
  { email }: TestUser,
  role: GrantableRole,
): Promise<void> {
  const grant = { email, role };
  await commit(backends, addCollaborator(backends.services.database, owner, projectId, grant));
}

/** Changes a project as `PUT /projects/:id` does. @returns the entry's number */
export async function changeProject(
  backends: Backends,
  { projectId, owner }: Pick<Team, "projectId" | "owner">,
  changes: ProjectChanges,
): Promise<number> {
  const { database } = backends.services;
  return (await commit(backends, updateProject(database, owner, { projectId, changes }))).seq;
}

/** Submits a job as `POST /jobs/submit` does, without telling any worker. @returns its id */
export async function submitJob(
  backends: Backends,
  { projectId, owner }: Pick<Team, "projectId" | "owner">,
): Promise<string> {
  const payload = { code: "print(1)", language: "python" } as const;
  const input = { projectId, type: "CODE_EXECUTION", payload } as const;
  const { job } = await commit(backends, writeJob(backends.services.database, owner, input, 1000));
  return job.id;
}

/** Publishes what a write operation committed, as every service does after it. */
export async function commit<Value>(
  { services }: Backends,
  operation: Promise<Committed<Value>>,
): Promise<Value> {
  const { value, events } = await operation;
  await services.publisher.publish(events);
  return value;
}
