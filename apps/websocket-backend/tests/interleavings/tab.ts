import type { ProjectChanges, Role } from "@workspace/common/contracts/projects";
import type { JoinedProject } from "@workspace/common/contracts/socket-events";
import type { TestUser } from "../create-team.js";
import type { Hearing } from "./hearing.js";
import type { TabPlan } from "./scenario.js";

/** What a tab makes of all that it was told. */
export interface TabView {
  members: string[];
  role: Role;
  project: JoinedProject["project"];
  seq: number;
  /** Where the others' cursors are, by user. */
  cursors: Map<string, number>;
}

/** One client of a project. Requests reject with an error that has the `code` of the refusal. */
export interface Tab {
  readonly plan: TabPlan;
  readonly userId: string;
  readonly hearing: Hearing;
  isConnected(): boolean;
  /** Whether it believes that it is in the room, be it with a connection that is coming back. */
  isIn(): boolean;
  /** Connects to a gateway where there is no connection, and joins where it is not in. */
  open(url: string): Promise<void>;
  leave(): Promise<void>;
  /** Says goodbye. */
  close(): void;
  /** Loses the network, and is back at a gateway when this resolves, in the room or refused. */
  drop(toUrl: () => string): Promise<void>;
  /** Loses the network for good. */
  vanish(): Promise<void>;
  /** Where the next connection goes, should this one be lost; null for nowhere. */
  retarget(url: string | null): void;
  /** After the loss of a gateway: resolves when it is back, in the room if it was. */
  comeBack(): Promise<void>;
  move(x: number): Promise<void>;
  update(changes: ProjectChanges): Promise<{ seq: number }>;
  /** Null while it is not in the room, or not there yet. */
  view(): TabView | null;
  end(): Promise<void>;
}

/** What a tab needs to begin. */
export interface TabDeps {
  plan: TabPlan;
  name: string;
  user: TestUser;
  projectId: string;
}
