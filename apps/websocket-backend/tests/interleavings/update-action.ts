import { can } from "@workspace/common/permissions";
import { isLoss, type Play, type Player } from "./play.js";
import { type Action, nameTab } from "./scenario.js";

/** Lets a tab change the project, and holds the answer against the roles that can have been in force meanwhile. */
export async function updateProject(
  play: Play,
  { tab, truth, mustBeIn }: Player,
  action: Extract<Action, { does: "update" }>,
): Promise<void> {
  const mark = `m${play.next()}`;
  const changes =
    action.part === "content"
      ? { content: { [`by${action.tab}`]: mark } }
      : { [action.part]: mark };
  const asked: Play["updates"][number] = { mark, outcome: null };
  play.updates.push(asked);
  const sentAtMs = performance.now();
  const note = (answer: string): void => {
    const roles = truth.rolesIn(sentAtMs, performance.now()).join(" or ");
    play.problems.push(`${nameTab(action.tab)} update as ${roles}: ${answer}`);
  };
  const someRole = (mayEdit: boolean): boolean =>
    truth
      .rolesIn(sentAtMs, performance.now())
      .some((role) => can(role, "project:edit") === mayEdit);
  try {
    const { seq } = await tab.update(changes);
    asked.outcome = { seq };
    if (!someRole(true)) note("accepted");
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (isLoss(play, code)) return;
    asked.outcome = { code: String(code ?? error) };
    const isExplained =
      code === "FORBIDDEN" ? someRole(false) : code === "NOT_JOINED" && mustBeIn === null;
    if (!isExplained) note(String(code ?? error));
  }
}
