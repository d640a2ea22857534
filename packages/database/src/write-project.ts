import { AppError } from "@workspace/common/app-error";
import {
  type CreateProjectInput,
  type JsonObject,
  MAX_CONTENT_BYTES,
  type ProjectChanges,
} from "@workspace/common/contracts/projects";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import { applyMergePatch } from "@workspace/common/merge-patch";
import { cancelUnfinishedJobs } from "./cancel-jobs.js";
import type { Database } from "./database.js";
import { newId } from "./new-id.js";
import { everyTime, type Once, sqlOf } from "./once.js";
import { type Actor, appendEvent, type Committed } from "./project-log.js";
import { lockProject, type ProjectRow } from "./project-access.js";

type Caller = Actor & { userId: string };

/** Creates a project that its creator owns. */
export async function createProject(
  database: Database,
  actor: Caller,
  { name, description }: CreateProjectInput,
  once: Once<ProjectRow> = everyTime,
): Promise<Committed<ProjectRow>> {
  return database.prisma.$transaction((tx) =>
    once(sqlOf(tx), async () => {
      const project = await tx.project.create({
        data: { id: newId(), ownerId: actor.userId, name, description },
      });
      const event = await appendEvent(tx, project.id, actor, {
        type: "project.created",
        payload: { name, description },
      });
      return {
        value: { ...project, content: project.content as JsonObject, seq: event.seq },
        events: [event],
      };
    }),
  );
}

interface ProjectUpdate {
  projectId: string;
  changes: ProjectChanges;
  /** When given, the version that the caller believes to change. */
  baseVersion?: number | undefined;
}

/**
 * Changes a project's fields and content: the one operation behind `PUT /projects/:id` and the socket
 * event `project:update`.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, PAYLOAD_TOO_LARGE
 */
export async function updateProject(
  database: Database,
  actor: Caller,
  { projectId, changes, baseVersion }: ProjectUpdate,
): Promise<Committed<ProjectRow>> {
  return database.prisma.$transaction(async (tx) => {
    const project = await lockProject(tx, projectId, actor.userId, "project:edit");
    if (baseVersion !== undefined && baseVersion !== project.version)
      throw new AppError(
        "VERSION_CONFLICT",
        `The project is at version ${project.version}, not ${baseVersion}`,
      );
    const content =
      changes.content === undefined ? undefined : mergeContent(project.content, changes.content);
    const updated = await tx.project.update({
      where: { id: projectId },
      data: {
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...(changes.description === undefined ? {} : { description: changes.description }),
        ...(content === undefined ? {} : { content }),
        version: project.version + 1,
        updatedAt: new Date(),
      },
    });
    const event = await appendEvent(tx, projectId, actor, {
      type: "project.updated",
      payload: { changes, version: updated.version },
    });
    return {
      value: { ...updated, content: updated.content as JsonObject, seq: event.seq },
      events: [event],
    };
  });
}

function mergeContent(content: JsonObject, patch: JsonObject): JsonObject {
  const merged = applyMergePatch(content, patch);
  if (Buffer.byteLength(JSON.stringify(merged)) > MAX_CONTENT_BYTES)
    throw new AppError(
      "PAYLOAD_TOO_LARGE",
      `The project's content would exceed ${MAX_CONTENT_BYTES} bytes`,
    );
  return merged;
}

/**
 * Deletes a project with all that belongs to it and cancels its jobs. Of its log only what still has to
 * be published is left.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function deleteProject(
  database: Database,
  actor: Caller,
  projectId: string,
): Promise<Committed<null>> {
  return database.prisma.$transaction(async (tx) => {
    await lockProject(tx, projectId, actor.userId, "project:delete");
    const events: DomainEvent[] = await cancelUnfinishedJobs(tx, projectId, actor);
    events.push(await appendEvent(tx, projectId, actor, { type: "project.deleted", payload: {} }));
    await tx.projectEvent.deleteMany({ where: { projectId, publishedAt: { not: null } } });
    await tx.project.delete({ where: { id: projectId } });
    return { value: null, events };
  });
}
