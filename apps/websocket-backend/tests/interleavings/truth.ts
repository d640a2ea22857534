import type { Role } from "@workspace/common/contracts/projects";

/** A time for which a tab certainly holds its user in the room. */
interface Hold {
  tab: number;
  fromMs: number;
  toMs: number;
}

/** A role, or none, with the time in which it can have been in force. */
interface RoleSpan {
  role: Role | null;
  fromMs: number;
  toMs: number;
}

/** What has really happened to one user, as far as it can be known from outside. */
export interface UserTruth {
  /** A tab is in, as of now. */
  hold(tab: number): void;
  /** A tab may be out after `graceMs` from now. */
  release(tab: number, graceMs?: number): void;
  /** What a tab did without an answer may have held the user for a moment. */
  mayHaveHeld(tab: number): void;
  /** How often the user may have been out in a span of time. */
  countGaps(fromMs: number, toMs: number): number;
  /** Whether the user may have been out since. */
  mayHaveBeenOutSince(fromMs: number): boolean;
  /** Changes the role by an operation that takes its time, during which either may be in force. */
  changeRole(role: Role | null, operation: () => Promise<unknown>): Promise<void>;
  role(): Role | null;
  /** Every role that can have been in force at some point of a span. */
  rolesIn(fromMs: number, toMs: number): (Role | null)[];
}

export function createUserTruth(first: Role | null): UserTruth {
  const holds: Hold[] = [];
  const roles: RoleSpan[] = [{ role: first, fromMs: -Infinity, toMs: Infinity }];
  let role = first;

  function release(tab: number, graceMs = 0): void {
    const atMs = performance.now() + graceMs;
    for (const hold of holds)
      if (hold.tab === tab && hold.toMs > atMs) hold.toMs = Math.max(hold.fromMs, atMs);
  }

  function countGaps(fromMs: number, toMs: number): number {
    const within = holds
      .filter((hold) => hold.toMs >= fromMs && hold.fromMs <= toMs)
      .toSorted((one, other) => one.fromMs - other.fromMs);
    let gaps = 0;
    let heldToMs = fromMs;
    for (const hold of within) {
      if (hold.fromMs > heldToMs) gaps += 1;
      heldToMs = Math.max(heldToMs, hold.toMs);
    }
    return heldToMs < toMs ? gaps + 1 : gaps;
  }

  return {
    hold: (tab) => void holds.push({ tab, fromMs: performance.now(), toMs: Infinity }),
    release,
    mayHaveHeld(tab) {
      const now = performance.now();
      holds.push({ tab, fromMs: now, toMs: now });
    },
    countGaps,
    mayHaveBeenOutSince: (fromMs) => countGaps(fromMs, performance.now()) > 0,
    async changeRole(next, operation) {
      const span: RoleSpan = { role: next, fromMs: performance.now(), toMs: Infinity };
      const previous = roles.at(-1);
      roles.push(span);
      await operation();
      if (previous !== undefined) previous.toMs = performance.now();
      role = next;
    },
    role: () => role,
    rolesIn: (fromMs, toMs) =>
      roles.filter((span) => span.fromMs <= toMs && span.toMs >= fromMs).map((span) => span.role),
  };
}
