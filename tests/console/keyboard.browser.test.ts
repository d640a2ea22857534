import { randomUUID } from "node:crypto";
import { eventually } from "@workspace/local-stack/eventually";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { PASSWORD } from "../setup/password.js";
import { openConsole, untilLive } from "./support/open-console.js";

const console = await openConsole();

/** More stops than any page has. */
const MAX_STOPS = 60;

/** Goes on with Tab until what has the focus says this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.locator(":focus").evaluateAll(([element]) => {
      const { ariaLabel, textContent } = element ?? { ariaLabel: "", textContent: "" };
      return ariaLabel ?? textContent ?? "";
    });
    if (name.test(focused)) return;
    seen.push(focused);
  }
  throw new Error(`nothing is called ${name}: ${JSON.stringify(seen)}`);
}

const placeOf = (page: Page) => page.locator(".note").first().boundingBox();

test("everything from signing up to running a program can be done with the keyboard", async () => {
  const page = await console.open("/signup");
  const { keyboard } = page;
  await page.locator("input:focus").waitFor();
  await keyboard.type("Kay");
  await keyboard.press("Tab");
  await keyboard.type(`kay-${randomUUID()}@example.com`);
  await keyboard.press("Tab");
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");

  await page.getByRole("heading", { name: "No projects yet" }).waitFor();
  await tabTo(page, /^New project$/);
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  // The focus is where it was.
  await page.locator("button:focus", { hasText: "New project" }).waitFor();
  await keyboard.press("Enter");
  await tabTo(page, /^$/);
  await keyboard.type("By hand");
  await keyboard.press("Enter");
  await untilLive(page);

  await tabTo(page, /^Add note$/);
  await keyboard.press("Enter");
  await keyboard.type("Typed");
  await keyboard.press("Escape");
  await page.locator("button.note-body:focus", { hasText: "Typed" }).waitFor();
  const before = await placeOf(page);
  await keyboard.press("ArrowRight");
  await keyboard.press("Shift+ArrowDown");
  await eventually(async () => {
    const after = await placeOf(page);
    expect(after?.x).toBeGreaterThan(before?.x ?? 0);
    expect(after?.y).toBeGreaterThan(before?.y ?? 0);
    return true;
  });
  await keyboard.press("Enter");
  await keyboard.type(" again");
  await keyboard.press("Escape");
  await page.locator("button.note-body:focus", { hasText: "Typed again" }).waitFor();
  expect(await page.locator(".note-text").textContent()).toBe("Typed again");
  await keyboard.press("Delete");
  await page.getByRole("heading", { name: "The board is empty" }).waitFor();
  await page.locator("button:focus", { hasText: "Add note" }).waitFor();

  await tabTo(page, /^Code$/);
  await keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Activity", selected: true }).waitFor();
  await page.getByText("removed a note").waitFor();
  await keyboard.press("ArrowLeft");
  await tabTo(page, /^Program\./);
  await keyboard.press("ControlOrMeta+A");
  await keyboard.type("console.log(6 * 7)");
  await keyboard.press("ControlOrMeta+Enter");
  await page.locator(".output-text", { hasText: "42" }).waitFor();
});

test("the first stop leads past the bar to the content", async () => {
  const page = await console.open("/login");
  await page.locator("input:focus").waitFor();
  await page.locator(":focus").evaluate((element) => element.blur());
  await page.keyboard.press("Shift+Tab");
  await tabTo(page, /^Skip to the content$/);
});
