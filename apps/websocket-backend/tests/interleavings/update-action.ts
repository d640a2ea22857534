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
  const roles = () => truth.rolesIn(sentAtMs, performance.now());
  const note = (answer: string): void => {
    play.problems.push(`${nameTab(action.tab)} update as ${roles().join(" or ")}: ${answer}`);
  };
  const someRole = (mayEdit: boolean): boolean =>
    roles().some((role) => can(role, "project:edit") === mayEdit);
  // Who is removed meanwhile may be out of the room before the update arrives.
  const couldBeOut = (): boolean => mustBeIn === null || roles().includes(null);
  try {
    const { seq } = await tab.update(changes);
    asked.outcome = { seq };
    if (!someRole(true)) note("accepted");
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (isLoss(play, code)) return;
    asked.outcome = { code: String(code ?? error) };
    const isExplained =
      code === "FORBIDDEN" ? someRole(false) : code === "NOT_JOINED" && couldBeOut();
    if (!isExplained) note(String(code ?? error));
  }
}
