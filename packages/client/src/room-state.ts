import type { Role } from "@workspace/common/contracts/projects";
import type { JoinedProject, RoomEvent } from "@workspace/common/contracts/socket-events";
import { applyMergePatch } from "@workspace/common/merge-patch";

/** A project as everyone in its room shares it. */
export type SharedProject = Readonly<JoinedProject["project"]>;

/** What a room knows as of event `seq`. */
export interface RoomState {
  readonly seq: number;
  /** The caller's own. */
  readonly role: Role;
  readonly project: SharedProject;
}

export const toRoomState = ({ seq, role, project }: JoinedProject): RoomState => ({
  seq,
  role,
  project,
});

/** The state after one more event. */
export function applyEvent(
  state: RoomState,
  { event, data }: RoomEvent,
  ownUserId: string | null,
): RoomState {
  const next = { ...state, seq: data.seq };
  switch (event) {
    case "project:changed": {
      const { content, ...fields } = data.changes;
      return {
        ...next,
        project: {
          ...state.project,
          ...definedOf(fields),
          content: applyMergePatch(state.project.content, content ?? {}),
          version: data.version,
        },
      };
    }
    case "member:changed":
      return data.userId === ownUserId ? { ...next, role: data.role ?? state.role } : next;
    case "job:updated":
    case "project:deleted":
      return next;
  }
}

/** Without the fields that are there and undefined, which would hide what they are spread over. */
const definedOf = <Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };
