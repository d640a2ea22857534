import type { ProjectMessage } from "@workspace/common/contracts/bus-topics";
import type { Member } from "@workspace/common/contracts/socket-events";
import type { Logger } from "@workspace/common/logger";
import type { PresenceRoster } from "./presence-roster.js";
import { createPresenceView, type PresenceEntry } from "./presence-view.js";

/**
 * An entry of another gateway must be missing from the roster for this long before it is taken for gone:
 * after a restart of Redis, gateways need up to a second to reconnect, and then write theirs again.
 */
const ABSENCE_MS = 2500;

export type PresenceMessage = Extract<ProjectMessage, { kind: "presence" }>;

/** Who is in one room, over all gateways. */
export interface Presence {
  members(): Member[];
  /** Whether another gateway has someone in the room. */
  isHeldElsewhere(): boolean;
  /**
   * A socket of this gateway came in. Resolves once the other gateways have been told, so that none takes
   * the user for gone who leaves there next. Never rejects.
   */
  enter(member: Member): Promise<void>;
  /** A socket of this gateway went away. */
  exit(member: Member): void;
  /** Takes another gateway's news. */
  receive(message: PresenceMessage): void;
  /** Compares with the roster and mends both: missed news, dead gateways, an emptied Redis. */
  reconcile(): Promise<void>;
}

interface PresenceDeps {
  projectId: string;
  gatewayId: string;
  roster: PresenceRoster;
  /** Tells the other gateways. May reject: `reconcile` mends what is missed. */
  publish: (message: PresenceMessage) => Promise<void>;
  onJoined: (member: Member) => void;
  onLeft: (member: Member) => void;
  /** Another gateway no longer has a user whom this one has. */
  onLeftElsewhere: (userId: string) => void;
  logger: Logger;
}

export function createPresence({
  projectId,
  gatewayId,
  roster,
  publish,
  onJoined,
  onLeft,
  onLeftElsewhere,
  logger,
}: PresenceDeps): Presence {
  const view = createPresenceView();
  /** Sockets of this gateway in the room, by user. */
  const socketCounts = new Map<string, number>();
  /** Joins of which the other gateways are being told. */
  const entering = new Map<string, Promise<void>>();
  /** Since when entries of other gateways have been missing from the roster. */
  const missingSince = new Map<string, number>();
  /** Entries that changed while the roster was being read: the news is fresher than the reading. */
  const changedMeanwhile = new Set<string>();
  let reconciling: Promise<void> | null = null;
  const keyOf = (entry: Pick<PresenceEntry, "gatewayId" | "userId">): string =>
    `${entry.userId}/${entry.gatewayId}`;

  function apply(action: "joined" | "left", entry: PresenceEntry): void {
    changedMeanwhile.add(keyOf(entry));
    missingSince.delete(keyOf(entry));
    if (action === "joined") {
      if (view.add(entry)) onJoined({ userId: entry.userId, name: entry.name });
      return;
    }
    const gone = view.remove(entry);
    if (gone !== null) onLeft(gone);
    else if (socketCounts.has(entry.userId)) onLeftElsewhere(entry.userId);
  }

  async function announce(action: "joined" | "left", member: Member): Promise<void> {
    const entry = { ...member, gatewayId };
    apply(action, entry);
    const record = action === "joined" ? roster.add : roster.remove;
    try {
      await Promise.all([
        record(projectId, entry),
        publish({ kind: "presence", action, ...entry }),
      ]);
    } catch (error) {
      logger.debug({ err: error, projectId }, "presence left to the next comparison");
    }
  }

  /** Notes that a reading was without the entry. @returns whether that has been so for long enough */
  function isGone(entry: PresenceEntry): boolean {
    const now = performance.now();
    const since = missingSince.get(keyOf(entry)) ?? now;
    missingSince.set(keyOf(entry), since);
    return now - since >= ABSENCE_MS;
  }

  return {
    members: view.members,
    isHeldElsewhere: () => view.isHeldElsewhere(gatewayId),

    async enter(member) {
      const { userId } = member;
      const count = socketCounts.get(userId) ?? 0;
      socketCounts.set(userId, count + 1);
      if (count === 0) {
        const announced = announce("joined", member);
        entering.set(userId, announced);
        void announced.then(() => {
          if (entering.get(userId) === announced) entering.delete(userId);
        });
      }
      // Another tab may have come just before: this one relies on the same news.
      await entering.get(userId);
    },

    exit(member) {
      const count = socketCounts.get(member.userId) ?? 0;
      if (count > 1) {
        socketCounts.set(member.userId, count - 1);
        return;
      }
      socketCounts.delete(member.userId);
      void announce("left", member);
    },

    receive({ action, ...entry }) {
      apply(action, entry);
    },

    reconcile() {
      reconciling ??= reconcileOnce().finally(() => {
        reconciling = null;
      });
      return reconciling;
    },
  };

  async function readRoster(): Promise<PresenceEntry[]> {
    try {
      return await roster.read(projectId);
    } catch (error) {
      // An absence is only known from readings in a row.
      missingSince.clear();
      throw error;
    }
  }

  async function reconcileOnce(): Promise<void> {
    changedMeanwhile.clear();
    const recorded = await readRoster();
    const recordedKeys = new Set(recorded.map(keyOf));
    const unchanged = (entry: PresenceEntry): boolean => !changedMeanwhile.has(keyOf(entry));
    const leftovers: PresenceEntry[] = [];

    // In one step, so that the comparison is with one state of the view.
    for (const entry of recorded.filter(unchanged)) {
      missingSince.delete(keyOf(entry));
      const isOwnLeftover = entry.gatewayId === gatewayId && !socketCounts.has(entry.userId);
      if (isOwnLeftover) leftovers.push(entry);
      else if (view.add(entry)) onJoined({ userId: entry.userId, name: entry.name });
    }
    for (const entry of view.entries().filter(unchanged)) {
      if (recordedKeys.has(keyOf(entry))) continue;
      if (entry.gatewayId === gatewayId) void announce("joined", entry);
      else if (isGone(entry)) {
        apply("left", entry);
        leftovers.push(entry);
      }
    }
    await Promise.all(leftovers.map((entry) => roster.remove(projectId, entry)));
  }
}
