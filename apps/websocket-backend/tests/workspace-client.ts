import { connectWorkspace, type WorkspaceConnection } from "@workspace/client/connect-workspace";
import type { LiveRoom, RoomListeners } from "@workspace/client/live-room";
import type { JoinOptions } from "@workspace/client/rooms";
import { onTestFinished } from "vitest";

/**
 * Connects as an application does, back quickly after a loss.
 *
 * @param endWith takes the function that ends it; tests that run concurrently have one of their own
 */
export function openWorkspace(
  options: Parameters<typeof connectWorkspace>[0],
  endWith: (end: () => void) => void = onTestFinished,
): WorkspaceConnection {
  const connection = connectWorkspace({
    transports: ["websocket"],
    reconnectionDelayMs: 50,
    ...options,
  });
  endWith(() => connection.close());
  return connection;
}

const NAMES = [
  "event",
  "changed",
  "jobUpdated",
  "jobOutput",
  "members",
  "joined",
  "left",
  "role",
  "resync",
  "status",
  "closed",
] as const satisfies (keyof RoomListeners)[];

/** A room, and all that it has told since it was opened. */
export interface WatchedRoom {
  room: LiveRoom;
  /** What has been told under a name, in order. */
  heard<Name extends keyof RoomListeners>(name: Name): RoomListeners[Name][];
  /** Numbers of the events that have been told. */
  seqs(): number[];
}

export async function watchRoom(
  connection: WorkspaceConnection,
  projectId: string,
  options: JoinOptions = {},
): Promise<WatchedRoom> {
  const told: { name: string; data: unknown }[] = [];
  const room = await connection.join(projectId, {
    ...options,
    onOpen(opened) {
      for (const name of NAMES) opened.on(name, (data: unknown) => told.push({ name, data }));
    },
  });
  const heard: WatchedRoom["heard"] = (name) =>
    told.filter((each) => each.name === name).map(({ data }) => data as RoomListeners[typeof name]);
  return { room, heard, seqs: () => heard("event").map(({ data }) => data.seq) };
}

/** The numbers from one to another, both included. */
export const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
