import type { Member } from "@workspace/common/contracts/socket-events";

/** One user's presence through one gateway. */
export interface PresenceEntry extends Member {
  gatewayId: string;
}

/**
 * Who is in a room, as this gateway sees it: each user with the gateways that hold a connection of theirs.
 * A user is there while any gateway does, so joins and leaves show once per user, in whatever order and
 * however often the news arrives.
 */
export interface PresenceView {
  /** @returns whether the user was not there before */
  add(entry: PresenceEntry): boolean;
  /** @returns the user when nothing holds them there any more */
  remove(entry: Pick<PresenceEntry, "gatewayId" | "userId">): Member | null;
  /** Whether anyone is there through another gateway than this. */
  isHeldElsewhere(gatewayId: string): boolean;
  members(): Member[];
  entries(): PresenceEntry[];
}

export function createPresenceView(): PresenceView {
  const users = new Map<string, { name: string; gatewayIds: Set<string> }>();
  /** How many users each gateway holds there. */
  const holds = new Map<string, number>();

  function hold(gatewayId: string, change: 1 | -1): void {
    const count = (holds.get(gatewayId) ?? 0) + change;
    if (count === 0) holds.delete(gatewayId);
    else holds.set(gatewayId, count);
  }

  return {
    add({ gatewayId, userId, name }) {
      const user = users.get(userId);
      if (user?.gatewayIds.has(gatewayId)) return false;
      hold(gatewayId, 1);
      if (user !== undefined) {
        user.gatewayIds.add(gatewayId);
        return false;
      }
      users.set(userId, { name, gatewayIds: new Set([gatewayId]) });
      return true;
    },
    remove({ gatewayId, userId }) {
      const user = users.get(userId);
      if (user === undefined || !user.gatewayIds.delete(gatewayId)) return null;
      hold(gatewayId, -1);
      if (user.gatewayIds.size > 0) return null;
      users.delete(userId);
      return { userId, name: user.name };
    },
    isHeldElsewhere: (gatewayId) => holds.size > (holds.has(gatewayId) ? 1 : 0),
    members: () => Array.from(users, ([userId, { name }]) => ({ userId, name })),
    entries: () =>
      Array.from(users).flatMap(([userId, { name, gatewayIds }]) =>
        Array.from(gatewayIds, (gatewayId) => ({ gatewayId, userId, name })),
      ),
  };
}
