import { createLiveRoom, type RoomDeps, type RoomIntake } from "./create-live-room.js";
import type { LiveRoom, RoomClosed } from "./live-room.js";
import { ROOM_MESSAGES, type RoomMessage } from "./protocol.js";

/** How {@link Rooms.join} is done. */
export interface JoinOptions {
  /**
   * The last event that was had in an earlier life of the application. What was missed since then is told
   * right after `onOpen`; `project` has it already.
   */
  lastSeq?: number;
  /** Called before the room tells anything: listeners that are added here miss nothing. */
  onOpen?: (room: LiveRoom) => void;
}

/** The rooms of one connection, one for each project. */
export interface Rooms {
  join(projectId: string, options: JoinOptions): Promise<LiveRoom>;
  pauseAll(): void;
  resumeAll(): void;
  closeAll(closed: RoomClosed): void;
}

export function createRooms(deps: Omit<RoomDeps, "onClosed">): Rooms {
  const { socket, request } = deps;
  const rooms = new Map<string, RoomIntake>();
  const joins = new Map<string, Promise<LiveRoom>>();

  for (const event of ROOM_MESSAGES)
    socket.on(event, (data: RoomMessage["data"]) =>
      rooms.get(data.projectId)?.receive({ event, data } as RoomMessage),
    );

  const forEachRoom = (act: (room: RoomIntake) => void): void => {
    for (const room of rooms.values()) act(room);
  };

  const open = (projectId: string, { lastSeq, onOpen }: JoinOptions): Promise<LiveRoom> => {
    const input = { projectId, ...(lastSeq === undefined ? {} : { lastSeq }) };
    return request("join:project", input, (joined) => {
      const intake = createLiveRoom({ ...deps, onClosed: (id) => rooms.delete(id) }, joined);
      rooms.set(intake.room.projectId, intake);
      onOpen?.(intake.room);
      intake.tellMissed(joined);
      return intake.room;
    });
  };

  return {
    join(projectId, options) {
      const known = rooms.get(projectId);
      if (known !== undefined) return Promise.resolve(known.room);
      const joining =
        joins.get(projectId) ?? open(projectId, options).finally(() => joins.delete(projectId));
      joins.set(projectId, joining);
      return joining;
    },
    pauseAll: () => forEachRoom((room) => room.pause()),
    resumeAll: () => forEachRoom((room) => room.resume()),
    closeAll: (closed) => forEachRoom((room) => room.close(closed)),
  };
}
