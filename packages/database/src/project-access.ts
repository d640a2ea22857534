import { forbidden, notFound } from "@workspace/common/app-error";
import type { Action, JsonObject, Role } from "@workspace/common/contracts/projects";
import { can } from "@workspace/common/permissions";
import type pg from "pg";
import type { Database, Transaction } from "./database.js";

/** A project's own row. */
export interface ProjectRow {
  id: string;
  ownerId: string;
  name: string;
  description: string;
  content: JsonObject;
  version: number;
  seq: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A project with the caller's role in it; null when the caller is not a member. */
export type AccessedProject = ProjectRow & { role: Role | null };

/** Turns a found project into access or the right refusal: unknown 404, not allowed 403. */
export function requireAccess<Row extends { role: Role | null }>(
  project: Row | undefined,
  action: Action,
): Row & { role: Role } {
  if (project === undefined) throw notFound("Project");
  if (project.role === null || !can(project.role, action)) throw forbidden();
  return { ...project, role: project.role };
}

/** A user's role in a project, straight from the database. */
export function readRole(
  { pool }: Database,
  projectId: string,
  userId: string,
): Promise<{ role: Role | null } | undefined> {
  return readRoleOn(pool, projectId, userId);
}

/** As {@link readRole}, in a transaction. */
export async function readRoleOn(
  client: Pick<pg.Pool, "query">,
  projectId: string,
  userId: string,
): Promise<{ role: Role | null } | undefined> {
  const { rows } = await client.query<{ role: Role | null }>({
    name: "read-role",
    text: `
      SELECT CASE WHEN p."ownerId" = $2 THEN 'OWNER' ELSE c.role::text END AS role
      FROM "Project" p
      LEFT JOIN "Collaborator" c ON c."projectId" = p.id AND c."userId" = $2
      WHERE p.id = $1`,
    values: [projectId, userId],
  });
  return rows[0];
}

/**
 * Checks that a user may do something in a project.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function requireRole(
  database: Database,
  projectId: string,
  userId: string,
  action: Action,
): Promise<Role> {
  return requireAccess(await readRole(database, projectId, userId), action).role;
}

/**
 * Locks a project's row for a change and checks the caller's role under that lock. Every change of a
 * project, its members and its jobs starts here, so a role cannot change while it is being relied on,
 * and locks are always taken in the same order.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function lockProject(
  tx: Transaction,
  projectId: string,
  userId: string,
  action: Action,
): Promise<ProjectRow & { role: Role }> {
  const locked = await tx.$queryRaw<ProjectRow[]>`
    SELECT * FROM "Project" WHERE id = ${projectId}::uuid FOR UPDATE`;
  const project = locked[0];
  if (project === undefined) throw notFound("Project");
  if (project.ownerId === userId) return requireAccess({ ...project, role: "OWNER" }, action);
  // A statement of its own: it must see what the lock waited for.
  const membership = await tx.collaborator.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { role: true },
  });
  return requireAccess({ ...project, role: membership?.role ?? null }, action);
}

/** As {@link lockProject}, in a transaction without the ORM. */
export async function lockProjectOn(
  client: pg.PoolClient,
  projectId: string,
  userId: string,
  action: Action,
): Promise<Role> {
  await client.query({
    name: "lock-project",
    text: `SELECT 1 FROM "Project" WHERE id = $1 FOR UPDATE`,
    values: [projectId],
  });
  // A statement of its own: it must see what the lock waited for.
  return requireAccess(await readRoleOn(client, projectId, userId), action).role;
}
