import { createTeam, type Team } from "../create-team.js";
import type { Backends } from "../open-backends.js";
import { openBareTab } from "./bare-tab.js";
import { nameTab, TABS, type UserName } from "./scenario.js";
import type { Tab } from "./tab.js";
import { createUserTruth, type UserTruth } from "./truth.js";
import { openTypedTab } from "./typed-tab.js";

/** The two gateways that a scenario is played on. */
export interface Gateways {
  urls: readonly [string, string];
  /** Kills the second one. */
  kill: () => Promise<void>;
}

/** A change that a tab has asked for; without an outcome nobody knows what became of it. */
interface AskedUpdate {
  mark: string;
  outcome: { seq: number } | { code: string } | null;
}

/** Where a tab has moved its user's cursor. */
interface Move {
  x: number;
  atMs: number;
  /** Whether it has left the tab for sure: the typed client keeps a move for a moment. */
  isSent: boolean;
}

/** A tab, and what is known of it from outside. */
export interface Player {
  tab: Tab;
  truth: UserTruth;
  /** Which gateway it is connected to; null for neither. */
  gateway: number | null;
  /** Whether it must be in the room; null where its user's membership, or a gateway's death, decides. */
  mustBeIn: boolean | null;
  /** In order. */
  moves: Move[];
}

/** The state of the model and of the real thing while a scenario is played. */
export interface Play {
  backends: Backends;
  gateways: Gateways;
  team: Team;
  players: readonly Player[];
  truths: Readonly<Record<UserName, UserTruth>>;
  updates: AskedUpdate[];
  hasGatewayDied: boolean;
  /** What was answered that should not have been. */
  problems: string[];
  /** A number that has not been given before. */
  next(): number;
}

/** What the death of a gateway explains. */
const LOST: ReadonlySet<unknown> = new Set(["NOT_CONNECTED", "CONNECTION_LOST", "TIMED_OUT"]);

/** Whether a request has failed because a gateway has died. */
export const isLoss = ({ hasGatewayDied }: Play, code: unknown): boolean =>
  hasGatewayDied && LOST.has(code);

/** A project of its own, with nobody in it. */
export async function beginPlay(backends: Backends, gateways: Gateways): Promise<Play> {
  const team = await createTeam(backends);
  const truths = {
    owner: createUserTruth("OWNER"),
    collaborator: createUserTruth("COLLABORATOR"),
    viewer: createUserTruth("VIEWER"),
  };
  const players = await Promise.all(
    TABS.map(async (plan, index): Promise<Player> => {
      const { projectId } = team;
      const deps = { plan, name: nameTab(index), user: team[plan.user], projectId };
      const tab = plan.client === "typed" ? await openTypedTab(deps) : openBareTab(deps);
      return { tab, truth: truths[plan.user], gateway: null, mustBeIn: false, moves: [] };
    }),
  );
  let count = 0;
  return {
    backends,
    gateways,
    team,
    players,
    truths,
    updates: [],
    hasGatewayDied: false,
    problems: [],
    next: () => (count += 1),
  };
}

export async function endPlay({ players }: Play): Promise<void> {
  await Promise.all(players.map(({ tab }) => tab.end()));
}

/** The players whose tabs are in the room, by their own belief. */
export const playersInRoom = ({ players }: Play): Player[] =>
  players.filter(({ tab }) => tab.isIn());

/** Ids of the users who have at least one tab in the room, sorted. */
export const usersInRoom = (play: Play): string[] =>
  [...new Set(playersInRoom(play).map(({ tab }) => tab.userId))].toSorted();
