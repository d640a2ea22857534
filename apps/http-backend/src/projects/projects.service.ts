import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { PageQuery } from "@workspace/common/contracts/fields";
import type {
  CreateProjectInput,
  EventsQuery,
  ProjectChanges,
} from "@workspace/common/contracts/projects";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import type { Once } from "@workspace/database/once";
import { type ProjectRow, requireRole } from "@workspace/database/project-access";
import { listEvents } from "@workspace/database/project-log";
import {
  type ListedProject,
  listProjects,
  type ProjectWithMembers,
  readProject,
} from "@workspace/database/read-projects";
import { createProject, deleteProject, updateProject } from "@workspace/database/write-project";
import type { Caller } from "../http/caller.js";

interface ProjectsServiceDeps {
  database: Database;
  publisher: EventPublisher;
}

export type ProjectsService = ReturnType<typeof createProjectsService>;

/** Projects: each change is committed with its log entry, then published. */
export function createProjectsService({ database, publisher }: ProjectsServiceDeps) {
  return {
    async create(
      caller: Caller,
      input: CreateProjectInput,
      once: Once<ProjectRow>,
    ): Promise<ProjectRow> {
      const { value, events } = await createProject(database, caller, input, once);
      await publisher.publish(events);
      return value;
    },

    list: (caller: Caller, page: PageQuery): Promise<ListedProject[]> =>
      listProjects(database, caller.userId, page),

    get: (caller: Caller, projectId: string): Promise<ProjectWithMembers> =>
      readProject(database, projectId, caller.userId),

    async update(
      caller: Caller,
      update: { projectId: string; changes: ProjectChanges; baseVersion: number | undefined },
    ): Promise<ProjectRow> {
      const { value, events } = await updateProject(database, caller, update);
      await publisher.publish(events);
      return value;
    },

    async delete(caller: Caller, projectId: string): Promise<void> {
      const { events } = await deleteProject(database, caller, projectId);
      await publisher.publish(events);
    },

    async listEvents(
      caller: Caller,
      projectId: string,
      query: EventsQuery,
    ): Promise<DomainEvent[]> {
      await requireRole(database, projectId, caller.userId, "project:view");
      return listEvents(database, { projectId, ...query });
    },
  };
}
