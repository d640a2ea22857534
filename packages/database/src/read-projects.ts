import type { PageQuery } from "@workspace/common/contracts/fields";
import type { GrantableRole, Role } from "@workspace/common/contracts/projects";
import type { Database } from "./database.js";
import { type AccessedProject, requireAccess } from "./project-access.js";

/** A project with everyone in it, for the caller whose role it carries. */
export type ProjectWithMembers = AccessedProject & {
  role: Role;
  owner: { id: string; name: string };
  collaborators: { user: { id: string; email: string; name: string }; role: GrantableRole }[];
};

/**
 * A project, its owner, its collaborators (oldest first) and the caller's role, in one statement: this
 * is the read that every page of a client starts with.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function readProject(
  database: Database,
  projectId: string,
  userId: string,
): Promise<ProjectWithMembers> {
  const { rows } = await database.pool.query<ProjectWithMembers & { role: Role | null }>({
    name: "read-project",
    text: `
      SELECT p.*,
             json_build_object('id', o.id, 'name', o.name) AS owner,
             CASE WHEN p."ownerId" = $2 THEN 'OWNER' ELSE mine.role::text END AS role,
             members.list AS collaborators
      FROM "Project" p
      JOIN "User" o ON o.id = p."ownerId"
      LEFT JOIN "Collaborator" mine ON mine."projectId" = p.id AND mine."userId" = $2
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
                 'user', json_build_object('id', u.id, 'email', u.email, 'name', u.name),
                 'role', c.role) ORDER BY c."createdAt", c."userId"), '[]') AS list
        FROM "Collaborator" c JOIN "User" u ON u.id = c."userId"
        WHERE c."projectId" = p.id
      ) members
      WHERE p.id = $1`,
    values: [projectId, userId],
  });
  return requireAccess(rows[0], "project:view");
}

/**
 * A project's own state and the caller's role, whatever the number of its members.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function readProjectState(
  database: Database,
  projectId: string,
  userId: string,
): Promise<AccessedProject & { role: Role }> {
  const { rows } = await database.pool.query<AccessedProject>({
    name: "read-project-state",
    text: `
      SELECT p.*, CASE WHEN p."ownerId" = $2 THEN 'OWNER' ELSE mine.role::text END AS role
      FROM "Project" p
      LEFT JOIN "Collaborator" mine ON mine."projectId" = p.id AND mine."userId" = $2
      WHERE p.id = $1`,
    values: [projectId, userId],
  });
  return requireAccess(rows[0], "project:view");
}

/** One row of a user's list of projects. */
export interface ListedProject {
  id: string;
  name: string;
  description: string;
  role: Role;
  collaborators: number;
  createdAt: Date;
  updatedAt: Date;
}

/** The projects that a user owns or works in, newest first, after the project `cursor`. */
export async function listProjects(
  database: Database,
  userId: string,
  { limit, cursor }: PageQuery,
): Promise<ListedProject[]> {
  const { rows } = await database.pool.query<ListedProject>({
    name: "list-projects",
    // Two index scans of at most `limit` rows each, rather than one OR over both tables.
    text: `
      WITH mine AS (
        (SELECT id, 'OWNER' AS role FROM "Project"
         WHERE "ownerId" = $1 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $2)
        UNION ALL
        (SELECT "projectId", role::text FROM "Collaborator"
         WHERE "userId" = $1 AND ($3::uuid IS NULL OR "projectId" < $3)
         ORDER BY "projectId" DESC LIMIT $2)
      )
      SELECT p.id, p.name, p.description, mine.role, p."createdAt", p."updatedAt",
             (SELECT count(*)::int FROM "Collaborator" c WHERE c."projectId" = p.id) AS collaborators
      FROM mine JOIN "Project" p ON p.id = mine.id
      ORDER BY p.id DESC
      LIMIT $2`,
    values: [userId, limit, cursor ?? null],
  });
  return rows;
}
