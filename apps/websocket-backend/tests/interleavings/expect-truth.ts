import { expect } from "vitest";
import { changeProject } from "../create-team.js";
import { expectCursors, expectNewestCursors } from "./expect-cursors.js";
import { expectNoProblems, expectSafety } from "./expect-safety.js";
import { expectSameForNewcomers } from "./expect-newcomers.js";
import { type Play, usersInRoom } from "./play.js";
import { nameTab } from "./scenario.js";
import { untilTrue } from "./until-true.js";

/** Waits until all is at rest, and holds what every client has, and has been told, against the truth. */
export async function expectTruth(play: Play): Promise<void> {
  await changeProject(play.backends, play.team, { content: { last: play.next() } });
  await untilTrue(async () => {
    expectBeliefs(play);
    await expectStates(play);
    expectCursors(play);
  });
  await expectNewestCursors(play);
  await expectSafety(play);
  // Last: they come and go in the owner's name, of which the model does not know.
  await expectSameForNewcomers(play);
  expectNoProblems(play);
}

/** Every tab is in the room, or out, as it must be. */
function expectBeliefs({ players }: Play): void {
  for (const [index, { tab, truth, mustBeIn }] of players.entries()) {
    const must = truth.role() === null ? false : (mustBeIn ?? tab.isIn());
    expect(tab.isIn(), `${nameTab(index)} is in the room`).toBe(must);
  }
}

/** Everyone in the room has the same people, the project as it is stored, and their role. */
async function expectStates(play: Play): Promise<void> {
  const { backends, team, players } = play;
  const { redis, database } = backends.services;
  const users = usersInRoom(play);
  const { seq, ...stored } = await database.prisma.project.findUniqueOrThrow({
    where: { id: team.projectId },
    select: { seq: true, name: true, description: true, content: true, version: true },
  });
  for (const [index, { tab, truth }] of players.entries()) {
    if (!tab.isIn()) continue;
    const view = tab.view();
    const { name, description, content, version } = view?.project ?? {};
    expect(
      {
        members: view?.members.toSorted(),
        role: view?.role,
        seq: view?.seq,
        heardSeq: tab.hearing.seq(),
        project: { name, description, content, version },
      },
      nameTab(index),
    ).toEqual({ members: users, role: truth.role(), seq, heardSeq: seq, project: stored });
  }
  const fields = await redis.hkeys(`presence:${team.projectId}`);
  const recorded = new Set(fields.map((field) => field.slice(0, field.indexOf("/"))));
  if (!play.hasGatewayDied) expect([...recorded].toSorted(), "the roster in Redis").toEqual(users);
}
