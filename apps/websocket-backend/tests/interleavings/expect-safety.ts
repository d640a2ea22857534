import { expect } from "vitest";
import type { Play } from "./play.js";
import { nameTab } from "./scenario.js";

/** A leave shows this much later than it was at most, and is then told to who came in between. */
const NEWS_DELAY_MS = 1000;

/** Nobody has left who was there, and the log has what was accepted, and no more. */
export async function expectSafety(play: Play): Promise<void> {
  expectNoProblems(play);
  expect(findFalseLeaves(play)).toEqual([]);
  await expectUpdates(play);
}

/** Nothing was told or answered that must never be. */
export function expectNoProblems({ problems, players }: Play): void {
  expect([...problems, ...players.flatMap(({ tab }) => tab.hearing.problems)]).toEqual([]);
}

/** Leaves that were told of somebody who had been there all the time, or more often than they were out. */
function findFalseLeaves({ players, team, truths }: Play): string[] {
  const users = Object.entries(truths).map(([name, truth]) => ({ name, truth }));
  const found: string[] = [];
  for (const [index, { tab }] of players.entries())
    for (const { fromMs, toMs, leaves } of tab.hearing.stays)
      for (const { name, truth } of users) {
        const told = leaves.get(team[name as keyof typeof truths].userId) ?? 0;
        const untilMs = Math.min(toMs, performance.now());
        const gaps = truth.countGaps(fromMs - NEWS_DELAY_MS, untilMs);
        if (told > gaps)
          found.push(`${nameTab(index)} saw ${told} leaves of ${name}, who was out ${gaps} times`);
      }
  return found;
}

async function expectUpdates({ backends, team, updates }: Play): Promise<void> {
  const rows = await backends.services.database.prisma.projectEvent.findMany({
    where: { projectId: team.projectId, type: "project.updated" },
    select: { seq: true, payload: true },
  });
  const logged = rows.map(({ seq, payload }) => ({ seq, text: JSON.stringify(payload) }));
  for (const { mark, outcome } of updates) {
    const found = logged.filter(({ text }) => text.includes(`"${mark}"`)).map(({ seq }) => seq);
    if (outcome === null) expect(found.length).toBeLessThanOrEqual(1);
    else expect(found, `the log of ${mark}`).toEqual("seq" in outcome ? [outcome.seq] : []);
  }
}
