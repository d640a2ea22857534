import type { Member } from "@workspace/common/contracts/socket-events";

/** Who is in a room, once each, in the order in which they came. */
export interface Roster {
  list(): readonly Member[];
  find(userId: string): Member | undefined;
  /** @returns whether someone new has come */
  add(member: Member): boolean;
  /** @returns whether someone was there who no longer is */
  remove(userId: string): boolean;
  /** Takes another roster in place of this one. @returns only the real differences */
  replace(members: readonly Member[]): { joined: Member[]; left: Member[] };
}

export function createRoster(members: readonly Member[]): Roster {
  const toMap = (list: readonly Member[]) => new Map(list.map((member) => [member.userId, member]));
  let present = toMap(members);
  return {
    list: () => [...present.values()],
    find: (userId) => present.get(userId),
    add({ userId, name }) {
      const isNew = !present.has(userId);
      present.set(userId, { userId, name });
      return isNew;
    },
    remove: (userId) => present.delete(userId),
    replace(next) {
      const before = present;
      present = toMap(next);
      return {
        joined: next.filter(({ userId }) => !before.has(userId)),
        left: [...before.values()].filter(({ userId }) => !present.has(userId)),
      };
    },
  };
}
