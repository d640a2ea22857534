import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { createTeam } from "../e2e/client.js";
import { openConsole, untilLive, workspacePath, writeNote } from "./support/open-console.js";
import { startDeployment } from "./support/start-deployment.js";

const deployment = await startDeployment();
const console = await openConsole(deployment.urls);

const mark = (page: Page) => page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
const isMarked = (page: Page) => page.evaluate(() => "isSamePage" in globalThis);

test("a gateway that dies in front of two people comes back to both, without a reload and with what was written meanwhile", async () => {
  const { projectId, owner, collaborator } = await createTeam();
  const path = workspacePath(projectId);
  const [one, other] = await Promise.all([
    console.signInAs(owner, path),
    console.signInAs(collaborator, path),
  ]);
  for (const page of [one, other]) {
    await untilLive(page);
    await mark(page);
  }
  await writeNote(one, "Before");
  await other.getByText("Before").waitFor();

  await deployment.killGateway();
  for (const page of [one, other]) {
    await page.locator('[data-liveness="reconnecting"]').waitFor();
    await page.getByText("No connection.").waitFor();
    // The board stays as it was.
    expect(await page.locator(".note", { hasText: "Before" }).count()).toBe(1);
  }
  await writeNote(one, "Meanwhile");
  await one.locator(".note", { hasText: "Meanwhile" }).waitFor();

  await deployment.startGateway();
  for (const page of [one, other]) {
    await untilLive(page);
    expect(await page.getByText("No connection.").count()).toBe(0);
  }
  await other.locator(".note", { hasText: "Meanwhile" }).waitFor();
  await writeNote(other, "After");
  await one.locator(".note", { hasText: "After" }).waitFor();
  for (const page of [one, other]) expect(await isMarked(page)).toBe(true);
});

test("a project that is opened while the gateway is away opens by itself when it is back", async () => {
  const { projectId, owner } = await createTeam();
  await deployment.killGateway();
  const page = await console.signInAs(owner, workspacePath(projectId));
  await page.getByText("The live server cannot be reached").waitFor();
  await deployment.startGateway();
  await untilLive(page);
});
