import type { LiveRoom } from "@workspace/client/live-room";
import type { ProjectDetail, Role } from "@workspace/common/contracts/projects";
import { createStore, type Store } from "../../state/store.js";

/** Somebody who has a role in the project. */
export interface ProjectMember {
  readonly userId: string;
  readonly name: string;
  /** Null where it is not told, as of the owner. */
  readonly email: string | null;
  readonly role: Role;
}

/** Who is in the project, and what everyone is called who ever shows up in it. */
export interface People {
  /** Null while they have not been loaded. */
  readonly members: Store<readonly ProjectMember[] | null>;
  /** Why they could not be loaded, the last time. */
  readonly failure: Store<unknown>;
  /** Also of those who are members no longer, when they have been seen here. */
  nameOf(userId: string | null): string;
  reload(): Promise<void>;
  close(): void;
}

type Room = Pick<LiveRoom, "on" | "members">;

/** Follows the members of a project: loaded at first, and again with each change of them. */
export function createPeople(room: Room, loadProject: () => Promise<ProjectDetail>): People {
  const members = createStore<readonly ProjectMember[] | null>(null);
  const failure = createStore<unknown>(null);
  const names = new Map<string, string>();
  const learn = (people: readonly { userId: string; name: string }[]): void => {
    for (const { userId, name } of people) names.set(userId, name);
  };
  /** Answers may overtake each other; only that to the newest question counts. */
  let questions = 0;

  async function reload(): Promise<void> {
    questions += 1;
    const question = questions;
    try {
      const listed = listMembers(await loadProject());
      if (question !== questions) return;
      learn(listed);
      failure.set(null);
      members.set(listed);
    } catch (error) {
      if (question === questions) failure.set(error);
    }
  }

  learn(room.members);
  const subscriptions = [
    room.on("members", learn),
    room.on("event", ({ event }) => {
      if (event === "member:changed") void reload();
    }),
    room.on("resync", () => void reload()),
  ];
  return {
    members,
    failure,
    nameOf: (userId) => (userId === null ? "The system" : (names.get(userId) ?? "A former member")),
    reload,
    close() {
      questions += 1;
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
}

const listMembers = ({ owner, collaborators }: ProjectDetail): ProjectMember[] => [
  { userId: owner.id, name: owner.name, email: null, role: "OWNER" },
  ...collaborators.map(({ user, role }) => ({
    userId: user.id,
    name: user.name,
    email: user.email,
    role,
  })),
];
