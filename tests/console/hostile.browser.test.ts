import { eventually } from "@workspace/local-stack/eventually";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { call, createTeam, type Person, signUp, submit } from "../e2e/client.js";
import {
  openConsole,
  untilLive,
  widthOf,
  workspacePath,
  writeNote,
  writeProgram,
} from "./support/open-console.js";

const console = await openConsole();

const MARKUP = `<img src="/x" onerror="globalThis.wasFooled=true"><script>globalThis.wasFooled=true</script>`;
const RIGHT_TO_LEFT = "\u202Eevil\u202C שלום";
const LONG = "W".repeat(100);

const wasFooled = (page: Page) => page.evaluate(() => "wasFooled" in globalThis);

async function createProject({ token }: Person, name: string): Promise<string> {
  const { body } = await call<{ id: string }>("POST", "/projects", {
    token,
    body: { name, description: MARKUP },
  });
  return body.id;
}

async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
  expect(await wasFooled(page)).toBe(false);
  expect(await page.locator('img[src="/x"], #app script').count()).toBe(0);
}

describe("hostile texts", () => {
  test.each([
    ["markup", MARKUP],
    ["text from right to left", RIGHT_TO_LEFT],
    ["a long word", LONG],
  ])("of the kind %s are text wherever they show up", async (_kind, text) => {
    const owner = await signUp("Mallory");
    const projectId = await createProject(owner, text);
    await call("PUT", `/projects/${projectId}`, {
      token: owner.token,
      body: { content: { notes: { n1: { x: 20, y: 20, text, color: text } } } },
    });
    const page = await console.openAs(owner);
    await expectText(page, text);
    await page.getByRole("link", { name: text }).click();
    await untilLive(page);
    await expectText(page, text);
    await page.locator(".note", { hasText: text }).waitFor();
    await writeProgram(page, `console.log(${JSON.stringify(text)})`);
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.locator(".output-text", { hasText: text }).waitFor();
    await page.getByRole("tab", { name: "Activity" }).click();
    await page.locator(".activity li").first().waitFor();
    await expectText(page, text);
    // Nothing pushes the page wider than its window.
    const width = await widthOf(page);
    expect(width).toBeLessThanOrEqual(1280);
  });
});

test("a board into which anything was written by the API shows what is a note, and works", async () => {
  const { projectId, owner } = await createTeam();
  const notes = {
    "": { x: 1, y: 1, text: "without a name" },
    a: 5,
    b: [1, 2],
    c: { x: "1", y: 1, text: "no number" },
    d: { x: 1e308, y: -1e308, text: "far away" },
    e: { x: 10, y: 300, text: { toString: 1 }, color: 7 },
    '"]': { x: 300, y: 300, text: "with a hostile name" },
    __proto__x: { x: 600, y: 300, text: "x".repeat(20_000) },
  };
  const { status } = await call("PUT", `/projects/${projectId}`, {
    token: owner.token,
    body: { content: { notes, other: MARKUP } },
  });
  expect(status).toBe(200);
  const page = await console.openAs(owner, workspacePath(projectId));
  await untilLive(page);
  await page.locator(".note").first().waitFor();
  expect(await page.locator(".note").count()).toBe(5);
  const board = await page.locator(".board-surface").boundingBox();
  const far = await page
    .locator(".note", { hasText: "far away" })
    .locator(".note-body")
    .boundingBox();
  expect((far?.x ?? 0) + (far?.width ?? 0)).toBeLessThanOrEqual(
    (board?.x ?? 0) + (board?.width ?? 0) + 1,
  );
  await page.getByRole("button", { name: "Note: with a hostile name" }).focus();
  await page.keyboard.press("Delete");
  await eventually(async () => (await page.locator(".note").count()) === 4);
  await writeNote(page, "It works");
  await page.locator(".note", { hasText: "It works" }).waitFor();
});

test("ten thousand lines of output are shown from their end, and the page goes on", async () => {
  const { projectId, owner } = await createTeam();
  const page = await console.openAs(owner, workspacePath(projectId));
  await untilLive(page);
  await submit(owner.token, projectId, {
    language: "javascript",
    code: "for (let line = 1; line <= 10000; line += 1) console.log(`line ${line} ${'.'.repeat(60)}`);",
  });
  const output = page.locator(".output-text");
  await output.getByText("line 10000 ").waitFor();
  await page.getByText("Only the end of the output is shown.").waitFor();
  await writeNote(page, "Still here");
  await page.locator(".note", { hasText: "Still here" }).waitFor();
});
