import type { Redis } from "ioredis";
import type { PresenceEntry } from "./presence-view.js";

/** A gateway that does not renew its sign of life for this long counts as dead. */
const GATEWAY_TTL_MS = 4000;
/** A roster that no gateway renews for this long has no gateway any more. */
const ROSTER_TTL_MS = 60_000;
/** A gateway without a sign of life for this long does not come back: its entries are removed. */
const BURIAL_MS = 30_000;
/** How long a gateway that stops on purpose vouches for its users, so that they can reconnect unseen. */
const HANDOVER_MS = 2000;

/**
 * The shared record of who is where: a hash per project with one field per user and gateway, and a key
 * per gateway that expires unless it is renewed. Every method rejects while Redis is away.
 */
export interface PresenceRoster {
  /** Renews this gateway's sign of life; its entries count only while it lasts. */
  renewGateway(): Promise<void>;
  /** Announces that this gateway stops: its entries lapse shortly. */
  retireGateway(): Promise<void>;
  add(projectId: string, entry: PresenceEntry): Promise<void>;
  remove(projectId: string, entry: Pick<PresenceEntry, "gatewayId" | "userId">): Promise<void>;
  /** The entries of this gateway and of all that are alive. Those of the long dead are removed. */
  read(projectId: string): Promise<PresenceEntry[]>;
  /** Called whenever Redis can be reached again. */
  onReconnect(listener: () => void): void;
}

const rosterKey = (projectId: string): string => `presence:${projectId}`;
const gatewayKey = (gatewayId: string): string => `gateway:${gatewayId}`;
const fieldOf = ({ gatewayId, userId }: Pick<PresenceEntry, "gatewayId" | "userId">): string =>
  `${userId}/${gatewayId}`;

export function createPresenceRoster(redis: Redis, ownGatewayId: string): PresenceRoster {
  /** When each gateway was first seen dead. */
  const deadSince = new Map<string, number>();

  /** Removes what gateways left behind that died while nobody else had the room open. */
  async function bury(projectId: string, dead: readonly PresenceEntry[]): Promise<void> {
    const now = performance.now();
    for (const { gatewayId } of dead) if (!deadSince.has(gatewayId)) deadSince.set(gatewayId, now);
    const buried = dead.filter(
      ({ gatewayId }) => now - (deadSince.get(gatewayId) ?? now) >= BURIAL_MS,
    );
    if (buried.length > 0) await redis.hdel(rosterKey(projectId), ...buried.map(fieldOf));
  }

  async function findLiveGateways(gatewayIds: readonly string[]): Promise<Set<string>> {
    if (gatewayIds.length === 0) return new Set();
    const signs = await redis.mget(gatewayIds.map(gatewayKey));
    return new Set(gatewayIds.filter((_, index) => signs[index] !== null));
  }

  return {
    async renewGateway() {
      await redis.set(gatewayKey(ownGatewayId), "alive", "PX", GATEWAY_TTL_MS);
    },

    async retireGateway() {
      await redis.pexpire(gatewayKey(ownGatewayId), HANDOVER_MS);
    },

    async add(projectId, entry) {
      await redis
        .pipeline()
        .hset(rosterKey(projectId), fieldOf(entry), entry.name)
        .pexpire(rosterKey(projectId), ROSTER_TTL_MS)
        .exec();
    },

    async remove(projectId, entry) {
      await redis.hdel(rosterKey(projectId), fieldOf(entry));
    },

    async read(projectId) {
      const fields = await redis.hgetall(rosterKey(projectId));
      const entries = Object.entries(fields).flatMap(([field, name]) => {
        const [userId, gatewayId] = field.split("/");
        return userId === undefined || gatewayId === undefined ? [] : [{ userId, gatewayId, name }];
      });
      if (entries.length > 0) await redis.pexpire(rosterKey(projectId), ROSTER_TTL_MS);
      const others = new Set(entries.map((entry) => entry.gatewayId));
      others.delete(ownGatewayId);
      const live = await findLiveGateways([...others]);
      for (const gatewayId of live) deadSince.delete(gatewayId);
      live.add(ownGatewayId);
      const isAlive = ({ gatewayId }: PresenceEntry): boolean => live.has(gatewayId);
      await bury(
        projectId,
        entries.filter((entry) => !isAlive(entry)),
      );
      return entries.filter(isAlive);
    },

    onReconnect(listener) {
      redis.on("ready", listener);
    },
  };
}
