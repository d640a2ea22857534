import { expect } from "vitest";
import { connectClient } from "../connect-client.js";
import { expectCursorOf } from "./expect-cursors.js";
import { type Play, usersInRoom } from "./play.js";
import { untilTrue } from "./until-true.js";

/** Whoever comes to either gateway now is told the same as those who have been there. */
export async function expectSameForNewcomers(play: Play): Promise<void> {
  const { gateways, team, hasGatewayDied } = play;
  const { owner, projectId } = team;
  const users = usersInRoom(play);
  const present = [...new Set([...users, owner.userId])].toSorted();
  for (const url of hasGatewayDied ? gateways.urls.slice(0, 1) : gateways.urls) {
    const { socket, join } = await connectClient(url, { token: owner.token });
    try {
      // Again and again: a gateway at which nobody was is told the cursors a moment later.
      await untilTrue(async () => {
        const { members, cursors } = await join(projectId);
        expect(members.map(({ userId }) => userId).toSorted()).toEqual(present);
        const known = new Map(cursors.map(({ userId, x }) => [userId, x]));
        for (const userId of known.keys()) expect(present).toContain(userId);
        for (const userId of users)
          if (userId !== owner.userId) expectCursorOf(play, userId, known.get(userId));
      });
    } finally {
      socket.disconnect();
    }
  }
}
