import { eventually } from "@workspace/local-stack/eventually";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { call, createTeam, signUp, submit } from "../e2e/client.js";
import { findBarriers } from "./support/find-barriers.js";
import { openConsole, PHONE, untilLive, workspacePath } from "./support/open-console.js";

const console = await openConsole();

/** Looks at the same page in light and in dark. */
async function expectNoBarriers(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findBarriers(page), colorScheme).toEqual([]);
  }
}

/** A project with notes in every colour and two runs, one of which failed. */
async function createBusyTeam() {
  const team = await createTeam();
  const { projectId, owner } = team;
  const colors = ["yellow", "green", "blue", "pink", "violet", "gray"];
  const notes = Object.fromEntries(
    colors.map((color, index) => [
      color,
      { x: 40 + (index % 3) * 300, y: 200 + (index % 2) * 250, text: `A ${color} note`, color },
    ]),
  );
  await call("PUT", `/projects/${projectId}`, {
    token: owner.token,
    body: { description: "What we do", content: { notes } },
  });
  for (const code of ["console.log('well')", "console.error('oh no'); throw new Error('ill')"]) {
    const jobId = await submit(owner.token, projectId, { language: "javascript", code });
    await eventually(async () => {
      const { body } = await call<{ completedAt: string | null }>("GET", `/jobs/${jobId}`, owner);
      return body.completedAt !== null;
    });
  }
  return team;
}

describe("nothing is in anybody's way", () => {
  test("before one is in", async () => {
    const page = await console.open("/login");
    await expectNoBarriers(page);
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Must be a valid e-mail address").waitFor();
    await expectNoBarriers(page);
    await page.goto(new URL("/no/such/page", page.url()).href);
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    await expectNoBarriers(page);
  });

  test("among one's projects", async () => {
    const page = await console.openAs(await signUp("Nora"));
    await page.getByRole("heading", { name: "No projects yet" }).waitFor();
    await expectNoBarriers(page);
    await page.getByRole("button", { name: "New project" }).click();
    await expectNoBarriers(page);
    await page.getByRole("dialog").getByLabel("Name").fill("First");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await untilLive(page);
    await expectNoBarriers(page);
    await page.getByRole("link", { name: "All projects" }).click();
    await page.getByRole("link", { name: /First/ }).waitFor();
    await page.getByRole("button", { name: /Account of/ }).click();
    await expectNoBarriers(page);
  });

  test("in a workspace", async () => {
    const { projectId, owner } = await createBusyTeam();
    const page = await console.openAs(owner, workspacePath(projectId));
    await untilLive(page);
    await page.locator(".output-text .stderr").first().waitFor();
    await page.locator(".cm-content").waitFor();
    await expectNoBarriers(page);
    await page.getByRole("button", { name: "Note: A blue note" }).click();
    await expectNoBarriers(page);
    await page.getByText("History").click();
    await expectNoBarriers(page);
    for (const name of ["Activity", "Members"]) {
      await page.getByRole("tab", { name }).click();
      await page.locator(".panel-scroll li").first().waitFor();
      await expectNoBarriers(page);
    }
    await page.getByRole("button", { name: "Project settings" }).click();
    await expectNoBarriers(page);
  });

  test("for a viewer with a phone", async () => {
    const { projectId, viewer } = await createBusyTeam();
    const page = await console.openAs(viewer, workspacePath(projectId), PHONE);
    await untilLive(page);
    await expectNoBarriers(page);
    for (const name of ["Code", "Activity", "Members"]) {
      await page.getByRole("tab", { name }).click();
      await expectNoBarriers(page);
    }
  });

  test("for who is no member", async () => {
    const { projectId, stranger } = await createTeam();
    const page = await console.openAs(stranger, workspacePath(projectId));
    await page.getByRole("heading", { name: "You are not a member" }).waitFor();
    await expectNoBarriers(page);
  });
});
