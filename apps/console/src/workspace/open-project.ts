import type { LiveRoom } from "@workspace/client/live-room";
import type { Workspace } from "@workspace/client/workspace";
import type { Account } from "@workspace/common/contracts/auth";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import { type Activity, createActivity } from "./activity/activity.js";
import { createRuns, type Runs } from "./code/runs.js";
import { createPeople, type People } from "./members/people.js";

/** The newest runs; what is older is left to the API. */
const RUNS_LISTED = 100;

/** A project that is open on the page: its room, and what is kept about it beside. */
export interface OpenProject {
  readonly workspace: Workspace;
  readonly user: Account;
  readonly room: LiveRoom;
  readonly people: People;
  readonly runs: Runs;
  readonly activity: Activity;
  close(): void;
}

/** Sets up what follows a room. The room itself is left when this is closed. */
export function openProject(workspace: Workspace, user: Account, room: LiveRoom): OpenProject {
  const { projectId } = room;
  const people = createPeople(room, () => workspace.projects.get(projectId));
  const runs = createRuns(room, async () => {
    const { items } = await workspace.jobs.listPage(projectId, { limit: RUNS_LISTED });
    return items;
  });
  const activity = createActivity({
    room,
    people,
    async readEvents({ after, limit }) {
      const events: DomainEvent[] = [];
      for await (const event of workspace.projects.events(projectId, { after })) {
        events.push(event);
        if (events.length === limit) break;
      }
      return events;
    },
  });
  void people.reload();
  return {
    workspace,
    user,
    room,
    people,
    runs,
    activity,
    close() {
      for (const part of [people, runs, activity]) part.close();
      void room.leave();
    },
  };
}
