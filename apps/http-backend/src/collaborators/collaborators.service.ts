import type {
  AddCollaboratorInput,
  CollaboratorBody,
  GrantableRole,
} from "@workspace/common/contracts/projects";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import type { Once } from "@workspace/database/once";
import {
  addCollaborator,
  removeCollaborator,
  updateCollaborator,
} from "@workspace/database/write-collaborators";
import type { Caller } from "../http/caller.js";

interface CollaboratorsServiceDeps {
  database: Database;
  publisher: EventPublisher;
}

export type CollaboratorsService = ReturnType<typeof createCollaboratorsService>;

/** Who may do what in a project. Changes reach open sockets through the published events. */
export function createCollaboratorsService({ database, publisher }: CollaboratorsServiceDeps) {
  return {
    async add(
      caller: Caller,
      projectId: string,
      input: AddCollaboratorInput,
      once: Once<CollaboratorBody>,
    ): Promise<CollaboratorBody> {
      const { value, events } = await addCollaborator(database, caller, projectId, input, once);
      await publisher.publish(events);
      return value;
    },

    async update(
      caller: Caller,
      change: { projectId: string; userId: string; role: GrantableRole },
    ): Promise<CollaboratorBody> {
      const { value, events } = await updateCollaborator(database, caller, change);
      await publisher.publish(events);
      return value;
    },

    async remove(caller: Caller, which: { projectId: string; userId: string }): Promise<void> {
      const { events } = await removeCollaborator(database, caller, which);
      await publisher.publish(events);
    },
  };
}
