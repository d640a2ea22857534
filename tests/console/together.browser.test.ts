import { eventually } from "@workspace/local-stack/eventually";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { call, createTeam } from "../e2e/client.js";
import {
  openConsole,
  untilLive,
  workspacePath,
  writeNote,
  writeProgram,
} from "./support/open-console.js";

const console = await openConsole();

/** A project that is open in the browsers of its owner and of one more member. */
async function openBoth(other: "collaborator" | "viewer") {
  const team = await createTeam();
  const path = workspacePath(team.projectId);
  const [ownerPage, otherPage] = await Promise.all([
    console.openAs(team.owner, path),
    console.openAs(team[other], path),
  ]);
  await Promise.all([ownerPage, otherPage].map(untilLive));
  return { ...team, ownerPage, otherPage };
}

const noteOf = (page: Page, text: string) => page.locator(".note", { hasText: text });

async function centerOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe("two browsers on one board", () => {
  test("see each other, each other's cursors and each other's notes", async () => {
    const { owner, collaborator, ownerPage, otherPage } = await openBoth("collaborator");

    await ownerPage.getByRole("img", { name: collaborator.name }).first().waitFor();
    const { x, y } = await centerOf(ownerPage, ".board-surface");
    await ownerPage.mouse.move(x, y);
    const cursor = otherPage.locator(`.cursor[data-user="${owner.id}"]`);
    await cursor.waitFor();
    expect(await cursor.textContent()).toBe(owner.name);
    // Its tip is where the other's pointer is, on a window of the same size.
    await eventually(async () => {
      const box = await cursor.boundingBox();
      expect(Math.abs((box?.x ?? 0) - x)).toBeLessThan(4);
      expect(Math.abs((box?.y ?? 0) - y)).toBeLessThan(4);
      return true;
    });

    await writeNote(ownerPage, "Check the fuel");
    const there = noteOf(otherPage, "Check the fuel");
    await there.waitFor();
    const before = await there.boundingBox();
    const from = await centerOf(ownerPage, ".note");
    await ownerPage.mouse.move(from.x, from.y);
    await ownerPage.mouse.down();
    await ownerPage.mouse.move(from.x + 60, from.y + 40, { steps: 4 });
    await ownerPage.mouse.move(from.x + 200, from.y + 120, { steps: 4 });
    await ownerPage.mouse.up();
    await eventually(async () => {
      const after = await there.boundingBox();
      expect(Math.abs((after?.x ?? 0) - (before?.x ?? 0) - 200)).toBeLessThan(3);
      expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0) - 120)).toBeLessThan(3);
      return true;
    });

    // The same for who comes later: it was kept.
    await otherPage.reload();
    await noteOf(otherPage, "Check the fuel").waitFor();
  });

  test("see what the other runs while it prints, and open it again later", async () => {
    const { owner, ownerPage, otherPage } = await openBoth("collaborator");
    await ownerPage.getByLabel("Language").selectOption("python");
    await writeProgram(
      ownerPage,
      "import sys, time\nprint('first', flush=True)\nprint('to stderr', file=sys.stderr, flush=True)\ninput()\nprint('last')",
    );
    // It waits for input that it is given, so that the test decides nothing by time.
    await ownerPage.getByText("Input", { exact: true }).click();
    await ownerPage.getByLabel("Standard input of the program").fill("go\n");
    await ownerPage.getByRole("button", { name: "Run", exact: true }).click();
    for (const page of [ownerPage, otherPage]) {
      const output = page.locator(".output-text");
      await output.getByText("last").waitFor();
      expect(await output.textContent()).toContain("first\n");
      expect(await output.locator(".stderr").textContent()).toContain("to stderr");
      await page.locator(".output").getByText("Finished").waitFor();
    }

    await otherPage.getByText("History").click();
    await otherPage.getByRole("button", { name: new RegExp(owner.name) }).click();
    await otherPage.locator(".cm-content", { hasText: "to stderr" }).waitFor();
    await otherPage.getByRole("button", { name: "Edit a copy" }).click();
    expect(await otherPage.locator(".cm-content").textContent()).toContain("'first'");
  });

  test("can cancel what the other runs", async () => {
    const { ownerPage, otherPage } = await openBoth("collaborator");
    await writeProgram(ownerPage, "console.log('begun'); for (;;) {}");
    await ownerPage.keyboard.press("ControlOrMeta+Enter");
    await otherPage.locator(".output-text").getByText("begun").waitFor();
    await otherPage.getByRole("button", { name: "Cancel" }).click();
    for (const page of [ownerPage, otherPage])
      await page.locator(".output").getByText("Cancelled").first().waitFor();
  });
});

describe("a viewer", () => {
  test("sees all and can change nothing, until made a collaborator", async () => {
    const { projectId, owner, viewer, ownerPage, otherPage } = await openBoth("viewer");
    await writeNote(ownerPage, "Look at me");
    await noteOf(otherPage, "Look at me").waitFor();
    await otherPage.getByText("Only to look at").waitFor();
    expect(await otherPage.getByRole("button", { name: "Add note" }).count()).toBe(0);
    expect(await otherPage.getByRole("button", { name: "Run", exact: true }).count()).toBe(0);
    expect(await otherPage.locator("button.note-body").count()).toBe(0);
    await otherPage.getByRole("tab", { name: "Members" }).click();
    await otherPage.getByText("Only the owner adds and removes members.").waitFor();

    await call("PUT", `/projects/${projectId}/collaborators/${viewer.id}`, {
      token: owner.token,
      body: { role: "COLLABORATOR" },
    });
    await otherPage.getByRole("button", { name: "Add note" }).waitFor();
    await writeNote(otherPage, "Now I can");
    await noteOf(ownerPage, "Now I can").waitFor();
  });
});

describe("a member who is removed", () => {
  test("is shown out, and the others see the place empty", async () => {
    const { collaborator, ownerPage, otherPage } = await openBoth("collaborator");
    await ownerPage.getByRole("tab", { name: "Members" }).click();
    await ownerPage.getByRole("button", { name: `Remove ${collaborator.name}` }).click();
    await ownerPage.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await otherPage.getByRole("heading", { name: "You were removed from this project" }).waitFor();
    await otherPage.getByRole("button", { name: "Back to your projects" }).click();
    await otherPage.getByRole("heading", { name: "No projects yet" }).waitFor();
    await ownerPage
      .locator(".avatar-stack")
      .getByRole("img", { name: collaborator.name })
      .waitFor({ state: "detached" });
    await ownerPage.getByRole("tab", { name: "Activity" }).click();
    await ownerPage.getByText(`removed ⁨${collaborator.name}⁩`).waitFor();
  });

  test("is told when the project is deleted instead", async () => {
    const { ownerPage, otherPage } = await openBoth("viewer");
    await ownerPage.getByRole("button", { name: "Project settings" }).click();
    await ownerPage.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await ownerPage.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await otherPage.getByRole("heading", { name: "This project was deleted" }).waitFor();
    await ownerPage.getByRole("heading", { name: "Projects", exact: true }).waitFor();
  });
});
