import {
  addCollaborator,
  removeCollaborator,
  updateCollaborator,
} from "@workspace/database/write-collaborators";
import { commit } from "../create-team.js";
import type { Play } from "./play.js";
import type { Action } from "./scenario.js";

/** Changes who is a member, and as what, as the owner does over REST. */
export async function actOnMember(
  play: Play,
  action: Extract<Action, { user: unknown }>,
): Promise<void> {
  const { backends, team, players, truths } = play;
  const { projectId, owner } = team;
  const { database } = backends.services;
  const { userId, email } = team[action.user];
  const truth = truths[action.user];
  if (action.does === "grant") {
    const { role } = action;
    const isMember = truth.role() !== null;
    await truth.changeRole(role, () =>
      isMember
        ? commit(backends, updateCollaborator(database, owner, { projectId, userId, role }))
        : commit(backends, addCollaborator(database, owner, projectId, { email, role })),
    );
    return;
  }
  if (truth.role() === null) return;
  for (const [index, player] of players.entries()) {
    if (player.truth !== truth) continue;
    truth.release(index);
    if (player.mustBeIn === true) player.mustBeIn = null;
    for (const move of player.moves) move.isSent = false;
  }
  await truth.changeRole(null, () =>
    commit(backends, removeCollaborator(database, owner, { projectId, userId })),
  );
}
