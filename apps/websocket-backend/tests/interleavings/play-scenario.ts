import { changeProject } from "../create-team.js";
import { actOnMember } from "./member-actions.js";
import type { Play } from "./play.js";
import { type Action, otherTab, type Scenario } from "./scenario.js";
import { actOnTab, toGateway } from "./tab-actions.js";

/** Who lost their gateway and is back by then has not left. */
const DEATH_GRACE_MS = 4000;
/** Changes in a row, so that some meet those who are just coming in. */
const WRITES = 4;

/** Plays a scenario to its end. What is still under way then, such as a grace, goes on. */
export async function playScenario(play: Play, scenario: Scenario): Promise<void> {
  const opening = scenario.start.flatMap((gateway, tab): Action[] =>
    gateway === null ? [] : [{ does: "open", tab, gateway }],
  );
  await playBatch(play, opening);
  const deadlyBatch =
    scenario.death === null ? null : scenario.death.batch % scenario.batches.length;
  for (const [index, batch] of scenario.batches.entries()) {
    const playing = playBatch(play, batch);
    const isDeadly = index === deadlyBatch;
    if (isDeadly) await killGateway(play, scenario.death?.returning ?? [], batch);
    await playing;
    if (isDeadly) await comeBack(play);
  }
}

/** What an action is about: a tab, two of them, or a member. */
function subjectsOf(action: Action): unknown[] {
  if (action.does === "handOver") return [action.tab, otherTab(action.tab)];
  if ("tab" in action) return [action.tab];
  return "user" in action ? [action.user] : [];
}

/** Everything at the same time, but one thing after another where it is about the same. */
async function playBatch(play: Play, batch: readonly Action[]): Promise<void> {
  const latest = new Map<unknown, Promise<void>>();
  const acting = batch.map((action) => {
    const subjects = subjectsOf(action);
    const done = Promise.all(subjects.map((subject) => latest.get(subject))).then(() =>
      act(play, action),
    );
    for (const subject of subjects) latest.set(subject, done);
    return done;
  });
  await Promise.all(acting);
}

async function act(play: Play, action: Action): Promise<void> {
  if (action.does === "handOver") {
    const { tab, gateway } = action;
    await actOnTab(play, { does: "open", tab: otherTab(tab), gateway });
    await actOnTab(play, { does: "leave", tab });
  } else if ("tab" in action) await actOnTab(play, action);
  else if ("user" in action) await actOnMember(play, action);
  else await write(play);
}

async function write({ backends, team, next }: Play): Promise<void> {
  for (let n = 0; n < WRITES; n += 1)
    await changeProject(backends, team, { content: { written: next() } });
}

async function killGateway(
  play: Play,
  returning: readonly boolean[],
  batch: readonly Action[],
): Promise<void> {
  play.hasGatewayDied = true;
  const { url } = toGateway(play, 0);
  const busy = new Set(batch.flatMap(subjectsOf));
  for (const [index, player] of play.players.entries()) {
    if (player.gateway !== 1) continue;
    player.truth.release(index, DEATH_GRACE_MS);
    const isReturning = returning[index] === true || busy.has(index);
    player.tab.retarget(isReturning ? url : null);
    if (isReturning) continue;
    player.gateway = null;
    player.mustBeIn = false;
  }
  await play.gateways.kill();
}

/** Those who are to come back do, and those who are not give up. */
async function comeBack({ players }: Play): Promise<void> {
  await Promise.all(
    players.map(async ({ tab, gateway, truth }, index) => {
      const player = players[index];
      if (gateway === null) tab.close();
      if (gateway !== 1 || player === undefined) return;
      player.gateway = 0;
      const mayBeOut = truth.role() === null;
      await tab.comeBack().catch((error: unknown) => {
        if (!mayBeOut) throw error;
      });
      if (tab.isIn()) truth.hold(index);
      if (mayBeOut) player.mustBeIn = null;
    }),
  );
}
