import { isLoss, type Play, type Player } from "./play.js";
import { type Action, nameTab } from "./scenario.js";
import { updateProject } from "./update-action.js";

/** A dropped transport that is back by then has not left, with some room for timers. */
const GRACE_MS = 1900;
/** Longer than the typed client keeps a move. */
const MOVE_DELAY_MS = 100;

type TabAction = Exclude<Extract<Action, { tab: number }>, { does: "handOver" }>;

/** Where a gateway, or what is left in its place, answers. */
export function toGateway({ gateways, hasGatewayDied }: Play, wanted: number) {
  const gateway = hasGatewayDied ? 0 : wanted;
  return { gateway, url: gateways.urls[gateway] ?? gateways.urls[0] };
}

/** Lets a tab do something, if it can, and notes what is known of it from then on. */
export async function actOnTab(play: Play, action: TabAction): Promise<void> {
  const player = play.players[action.tab];
  if (player === undefined) return;
  const { tab } = player;
  switch (action.does) {
    case "open":
      if (tab.plan.client === "typed" && tab.isIn()) return;
      if (!tab.isConnected()) player.gateway = toGateway(play, action.gateway).gateway;
      await comeIn(play, player, action, () => tab.open(toGateway(play, action.gateway).url));
      break;
    case "drop":
      if (!tab.isConnected()) return;
      player.truth.release(action.tab, GRACE_MS);
      await comeIn(play, player, action, () =>
        tab.drop(() => {
          const { gateway, url } = toGateway(play, action.gateway);
          player.gateway = gateway;
          return url;
        }),
      );
      break;
    case "vanish":
      if (!tab.isConnected()) return;
      player.truth.release(action.tab, GRACE_MS);
      goOut(player);
      player.gateway = null;
      await tab.vanish();
      break;
    case "close":
      if (!tab.isConnected()) return;
      player.truth.release(action.tab);
      goOut(player);
      player.gateway = null;
      tab.close();
      break;
    case "leave": {
      if (!tab.isIn()) return;
      player.truth.release(action.tab);
      const couldBeOut = player.mustBeIn === null;
      goOut(player);
      const hasLeft = await explained(play, action, { couldBeOut }, () => tab.leave());
      if (!hasLeft) player.mustBeIn = null;
      break;
    }
    case "move": {
      if (!tab.isIn()) return;
      const move = { x: play.next(), atMs: performance.now(), isSent: true };
      player.moves.push(move);
      const couldBeOut = player.mustBeIn === null;
      const isSent = await explained(play, action, { couldBeOut }, () => tab.move(move.x));
      // The typed client asks for no answer, and does not hear that it is out already.
      move.isSent = isSent && !couldBeOut;
      break;
    }
    case "update":
      if (tab.isIn()) await updateProject(play, player, action);
  }
}

function goOut(player: Player): void {
  player.mustBeIn = false;
  const last = player.moves.at(-1);
  if (last !== undefined && performance.now() - last.atMs < MOVE_DELAY_MS) last.isSent = false;
}

/** Joins, for the first time or again, and notes whether the tab is in. */
async function comeIn(
  play: Play,
  player: Player,
  action: TabAction,
  come: () => Promise<void>,
): Promise<void> {
  const { truth, tab } = player;
  const sentAtMs = performance.now();
  const refusedBy = (): boolean => truth.rolesIn(sentAtMs, performance.now()).includes(null);
  const wasToBeIn = player.mustBeIn;
  player.mustBeIn = null;
  const hasCome = await explained(play, action, { couldBeOut: refusedBy }, come);
  if (tab.isIn()) truth.hold(action.tab);
  else truth.mayHaveHeld(action.tab);
  if (!hasCome || refusedBy()) return;
  player.mustBeIn = action.does === "open" ? true : wasToBeIn;
}

interface Explanation {
  /** Whether the user's role explains that the tab is not in. */
  couldBeOut: boolean | (() => boolean);
}

/** @returns whether it was done; where it was refused, there is a reason for it, or a problem is noted */
async function explained(
  play: Play,
  action: TabAction,
  { couldBeOut }: Explanation,
  request: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await request();
    return true;
  } catch (error) {
    const { code } = error as { code?: unknown };
    const isOut = typeof couldBeOut === "boolean" ? couldBeOut : couldBeOut();
    const isExplained = code === "FORBIDDEN" || code === "NOT_JOINED" ? isOut : isLoss(play, code);
    if (!isExplained)
      play.problems.push(`${nameTab(action.tab)} ${action.does}: ${String(code ?? error)}`);
    return false;
  }
}
