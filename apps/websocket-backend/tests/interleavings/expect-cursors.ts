import { expect } from "vitest";
import { type Play, playersInRoom, usersInRoom } from "./play.js";
import { nameTab } from "./scenario.js";
import { untilTrue } from "./until-true.js";

/** Where a user's cursor may be known to be, and whether it must be known. */
interface CursorTruth {
  possible: ReadonlySet<number>;
  mustBeKnown: boolean;
}

/** Of a user with several tabs any one's last move may be the newest: they moved at the same time. */
function cursorTruth({ players, hasGatewayDied }: Play, userId: string): CursorTruth {
  const possible = new Set<number>();
  let mustBeKnown = false;
  for (const { tab, moves, truth } of players) {
    if (tab.userId !== userId) continue;
    const lastSent = moves.findLastIndex(({ isSent }) => isSent);
    for (const { x } of moves.slice(Math.max(lastSent, 0))) possible.add(x);
    const last = moves[lastSent];
    const isForgotten = last === undefined || truth.mayHaveBeenOutSince(last.atMs);
    mustBeKnown ||= !hasGatewayDied && !isForgotten;
  }
  return { possible, mustBeKnown };
}

/** Everyone in the room knows the others' cursors where they were last moved to. */
export function expectCursors(play: Play): void {
  const users = usersInRoom(play);
  for (const [index, { tab }] of play.players.entries()) {
    if (!tab.isIn()) continue;
    const { cursors } = tab.view() ?? {};
    for (const userId of users.filter((id) => id !== tab.userId))
      expectCursor(
        cursors?.get(userId),
        cursorTruth(play, userId),
        `${nameTab(index)} of ${userId}`,
      );
  }
}

export function expectCursorOf(play: Play, userId: string, x: number | undefined): void {
  expectCursor(x, cursorTruth(play, userId), `a newcomer of ${userId}`);
}

function expectCursor(x: number | undefined, truth: CursorTruth, who: string): void {
  const isRight = x === undefined ? !truth.mustBeKnown : truth.possible.has(x);
  const possible = [...truth.possible].join(" or ");
  expect(isRight, `the cursor as known to ${who} is at ${x}, not ${possible}`).toBe(true);
}

/** Each user moves once more, at one tab, and everyone else sees just that. */
export async function expectNewestCursors(play: Play): Promise<void> {
  const newest = new Map<string, number>();
  for (const player of playersInRoom(play)) {
    const { tab, moves } = player;
    if (newest.has(tab.userId)) continue;
    const x = play.next();
    newest.set(tab.userId, x);
    moves.push({ x, atMs: performance.now(), isSent: true });
    for (const other of play.players)
      if (other !== player && other.tab.userId === tab.userId) other.moves.length = 0;
    await tab.move(x);
  }
  await untilTrue(() => {
    for (const { tab } of playersInRoom(play)) {
      const { cursors } = tab.view() ?? {};
      for (const [userId, x] of newest)
        if (userId !== tab.userId) expect(cursors?.get(userId)).toBe(x);
    }
  });
}
