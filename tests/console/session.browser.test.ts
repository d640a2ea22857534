import { expect, test } from "vitest";
import { createTeam, signUp } from "../e2e/client.js";
import { PASSWORD } from "../setup/password.js";
import { openConsole, untilLive, workspacePath, writeProgram } from "./support/open-console.js";

const console = await openConsole();

test("a wrong password is told, the right one leads to where one wanted to go", async () => {
  const { projectId, owner } = await createTeam();
  const page = await console.open(workspacePath(projectId));
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The e-mail address or the password is wrong.").waitFor();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await untilLive(page);
  expect(new URL(page.url()).pathname).toBe(workspacePath(projectId));
});

test("tabs share a session, and its end", async () => {
  const { projectId, owner } = await createTeam();
  const one = await console.signInAs(owner);
  const other = await one.context().newPage();
  await other.goto(new URL(workspacePath(projectId), one.url()).href);
  await untilLive(other);
  await one.getByRole("button", { name: /Account of/ }).click();
  await one.getByRole("button", { name: "Sign out" }).click();
  await one.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await one.getByText("Your session has ended").count()).toBe(0);
  await other.getByText("Your session has ended. Sign in again.").waitFor();
});

test("a password is changed where one is, and the page goes on", async () => {
  const page = await console.signInAs(await signUp("Pat"));
  await page.getByRole("button", { name: /Account of/ }).click();
  await page.getByRole("button", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("a guess");
  await dialog.getByLabel("New password").fill("another good password");
  await dialog.getByRole("button", { name: "Change" }).click();
  await dialog.getByText("This is not your password.").waitFor();
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Change" }).click();
  await page.getByText("The password is changed.").waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "No projects yet" }).waitFor();
});

test("where the browser closes its storage to the page, one works on for as long as the page is open", async () => {
  const { projectId, owner } = await createTeam();
  const page = await console.open();
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("Access is denied", "SecurityError");
      },
    });
  });
  await page.goto(new URL(workspacePath(projectId), page.url()).href);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await untilLive(page);
  await writeProgram(page, "console.log('kept by the page')");
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.locator(".output-text", { hasText: "kept by the page" }).waitFor();
});
