import type { LiveRoom, RoomListeners } from "@workspace/client/live-room";
import { useLayoutEffect, useState } from "preact/hooks";

/**
 * Draws a component again when what it reads of a room has changed after one of these events.
 *
 * @param names and `read` must be the same for each drawing
 */
function useRoomValue<Value>(
  room: LiveRoom,
  names: readonly (keyof RoomListeners)[],
  read: (room: LiveRoom) => Value,
): Value {
  const [value, setValue] = useState(() => read(room));
  useLayoutEffect(() => {
    const look = (): void => setValue(() => read(room));
    const unsubscribes = names.map((name) => room.on(name, look));
    look();
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }, [room, names, read]);
  return value;
}

/** Of a room: what is read, and the events that change it. Made once, so that a drawing does not begin anew. */
const PROJECT = [["changed", "resync"], ({ project }: LiveRoom) => project] as const;
const MEMBERS = [["members", "resync"], ({ members }: LiveRoom) => members] as const;
const ROLE = [["role", "resync"], ({ role }: LiveRoom) => role] as const;
const STATUS = [["status"], ({ status }: LiveRoom) => status] as const;

/** The project as of now: name, description, content. */
export const useProject = (room: LiveRoom) => useRoomValue(room, ...PROJECT);

/** Who is here. */
export const useMembersHere = (room: LiveRoom) => useRoomValue(room, ...MEMBERS);

/** One's own role. */
export const useRole = (room: LiveRoom) => useRoomValue(room, ...ROLE);

/** Whether the room is live. */
export const useRoomStatus = (room: LiveRoom) => useRoomValue(room, ...STATUS);
