import { expect, test } from "vitest";
import { createTeam } from "../e2e/client.js";
import {
  openConsole,
  PHONE,
  untilLive,
  widthOf,
  workspacePath,
  writeNote,
  writeProgram,
} from "./support/open-console.js";

const console = await openConsole();

test("on a phone everything is a tab at the thumb, and nothing goes beyond the screen", async () => {
  const { projectId, owner, collaborator } = await createTeam();
  const path = workspacePath(projectId);
  const phone = await console.openAs(owner, path, PHONE);
  await untilLive(phone);
  await writeNote(phone, "From the phone");

  const desktop = await console.openAs(collaborator, path);
  const there = desktop.locator(".note", { hasText: "From the phone" });
  await there.waitFor();

  // A tap selects, and the tools come up; a second one edits.
  await phone.locator(".board-viewport").tap({ position: { x: 200, y: 400 } });
  await phone.getByRole("button", { name: "Note: From the phone" }).tap();
  await phone.getByRole("button", { name: "green" }).tap();
  await desktop.locator('.note[data-color="green"]').waitFor();

  await phone.getByRole("tab", { name: "Code" }).tap();
  await writeProgram(phone, "console.log('small screen')");
  await phone.getByRole("button", { name: "Run", exact: true }).tap();
  await phone.locator(".output-text", { hasText: "small screen" }).waitFor();
  for (const name of ["Activity", "Members", "Board"]) {
    await phone.getByRole("tab", { name }).tap();
    await phone.getByRole("tab", { name, selected: true }).waitFor();
    const width = await widthOf(phone);
    expect(width).toBe(390);
  }
  await phone.getByRole("button", { name: "Note: From the phone" }).waitFor();
});
