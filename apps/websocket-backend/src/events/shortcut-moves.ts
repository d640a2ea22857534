import { type CursorMoveInput, colorSchema } from "@workspace/common/contracts/socket-events";
import { can } from "@workspace/common/permissions";
import type { Rooms } from "../rooms/rooms.js";
import type { GatewaySocket } from "../socket-types.js";
import { tapMessages } from "../transport/tap-messages.js";
import { findRoomOf } from "./require-room.js";

/** How an event of the default namespace that asks for no acknowledgement begins on the wire. */
const EVENT_PREFIX = Buffer.from("42");
const MOVE_PREFIX = '["cursor:move",';
const MAX_MOVE_BYTES = 512;

interface ShortcutDeps {
  rooms: Rooms;
  /** Counts one event against the socket's rate. @returns whether it may pass */
  takeToken: () => boolean;
}

/**
 * Takes proper moves of a joined member straight off the WebSocket. Of all that a gateway reads they are nearly
 * everything, and the way through Engine.IO, Socket.io and the general dispatch costs several times what is done
 * with them. Whatever is not plainly such a move goes that way, and is judged there.
 */
export function shortcutMoves(socket: GatewaySocket, { rooms, takeToken }: ShortcutDeps): void {
  /** Other events that came in this turn of the event loop are not through yet: a move must not pass them. */
  let isBehindOthers = false;
  /** The colour of the last move, which is the same nearly always. */
  let knownColor = "";

  const isColor = (color: string): boolean => {
    if (color !== knownColor && !colorSchema.safeParse(color).success) return false;
    knownColor = color;
    return true;
  };

  function takeMove(message: Buffer): boolean {
    if (isBehindOthers || socket.data.joining.size > 0) return false;
    const move = readMove(message);
    if (move === null || !isColor(move.color)) return false;
    const room = findRoomOf(rooms, socket, move.projectId);
    const role = room?.memberships.get(socket.id)?.role ?? null;
    if (room === null || !can(role, "realtime:participate") || !takeToken()) return false;
    room.cursors.move(socket, move);
    return true;
  }

  tapMessages(socket, (message) => {
    if (takeMove(message)) return true;
    if (!isBehindOthers) {
      isBehindOthers = true;
      setImmediate(() => {
        isBehindOthers = false;
      });
    }
    return false;
  });
}

/** The move that a message is, its id and colour yet to be known; null for anything else. */
function readMove(message: Buffer): CursorMoveInput | null {
  const isEvent = message[0] === EVENT_PREFIX[0] && message[1] === EVENT_PREFIX[1];
  if (!isEvent || message.length > MAX_MOVE_BYTES) return null;
  // Whatever is not ASCII is no move, and this decodes it fastest.
  const text = message.toString("latin1", EVENT_PREFIX.length);
  if (!text.startsWith(MOVE_PREFIX)) return null;
  try {
    const packet: unknown[] = JSON.parse(text);
    const move = packet[1] as Partial<CursorMoveInput> | null;
    return packet.length === 2 && isMove(move) ? move : null;
  } catch {
    return null;
  }
}

/** Cheaper than the schema, which is asked about whatever this does not accept. */
function isMove(value: Partial<CursorMoveInput> | null): value is CursorMoveInput {
  return (
    typeof value?.projectId === "string" &&
    Number.isFinite(value.x) &&
    Number.isFinite(value.y) &&
    typeof value.color === "string"
  );
}
