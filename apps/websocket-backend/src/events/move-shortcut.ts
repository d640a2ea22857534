import { type CursorMoveInput, DEFAULT_COLOR } from "@workspace/common/contracts/socket-events";
import { can } from "@workspace/common/permissions";
import type { EventLimiter } from "../guards/event-limiter.js";
import type { Rooms } from "../rooms/rooms.js";
import type { GatewaySocket } from "../socket-types.js";
import type { Tap } from "../transport/tap-messages.js";

const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const COLOR = "#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})";
/**
 * A `cursor:move` of the default namespace that asks for no acknowledgement, as `JSON.stringify` writes it with the
 * fields in the order of the contract. Narrower than the contract's schema, and what it does not match is judged by
 * that.
 */
const MOVE = new RegExp(
  `^42\\["cursor:move",\\{"projectId":"([0-9a-fA-F-]{36})","x":(${NUMBER}),"y":(${NUMBER})(?:,"color":"(${COLOR})")?\\}\\]$`,
);

/**
 * Takes proper moves of a joined member straight off the WebSocket. Of all that a gateway reads they are nearly
 * everything, and the way through Engine.IO, Socket.io and the general dispatch costs several times what is done
 * with them. Whatever is not plainly such a move goes that way, and is judged there. A class, since every socket has
 * one.
 */
export class MoveShortcut implements Tap {
  readonly #socket: GatewaySocket;
  readonly #rooms: Pick<Rooms, "find">;
  readonly #limiter: Pick<EventLimiter, "takeToken">;
  /** Other events that came in this turn of the event loop are not through yet: a move must not pass them. */
  #isBehindOthers = false;

  constructor(
    socket: GatewaySocket,
    rooms: Pick<Rooms, "find">,
    limiter: Pick<EventLimiter, "takeToken">,
  ) {
    this.#socket = socket;
    this.#rooms = rooms;
    this.#limiter = limiter;
  }

  take(message: string): boolean {
    const socket = this.#socket;
    if (this.#isBehindOthers || socket.data.joining !== null) return false;
    const move = readMove(message);
    if (move === null) return false;
    const room = this.#rooms.find(move.projectId);
    const membership = room?.memberships.get(socket.id);
    // Who is not live in the room yet is told so on the general way.
    if (membership === undefined || membership.backlog !== null) return false;
    if (!can(membership.role, "realtime:participate") || !this.#limiter.takeToken()) return false;
    room?.cursors.move(socket, move);
    return true;
  }

  noteOthers(): void {
    if (this.#isBehindOthers) return;
    this.#isBehindOthers = true;
    setImmediate(() => {
      this.#isBehindOthers = false;
    });
  }
}

/** The move that a message is; null for anything else. */
export function readMove(message: string): CursorMoveInput | null {
  const match = MOVE.exec(message);
  if (match === null) return null;
  const [, projectId = "", x, y, color = DEFAULT_COLOR] = match;
  const move = { projectId, x: Number(x), y: Number(y), color };
  // JSON can hold numbers that no double can.
  return Number.isFinite(move.x) && Number.isFinite(move.y) ? move : null;
}
