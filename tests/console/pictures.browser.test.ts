import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { eventually } from "@workspace/local-stack/eventually";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { call, type Person, signUp } from "../e2e/client.js";
import {
  openConsole,
  PHONE,
  untilLive,
  workspacePath,
  writeProgram,
} from "./support/open-console.js";

const console = await openConsole();

/** Where the pictures of docs/images go when they are to be taken anew. */
const { PICTURES_DIR } = process.env;
const WINDOW: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

const NOTES = {
  n1: { x: 50, y: 50, text: "Burn for 42 s, then coast", color: "yellow" },
  n2: {
    x: 320,
    y: 90,
    text: "Alarm 1202 is survivable: drop low-priority jobs, go on",
    color: "blue",
  },
  n3: { x: 640, y: 50, text: "Who owns the abort switch?", color: "pink" },
  n4: { x: 60, y: 270, text: "Simulate the last 300 m with crosswind", color: "green" },
  n5: { x: 400, y: 320, text: "Fuel margin is 5 %.\nLinus checks by Friday", color: "violet" },
  n6: { x: 760, y: 270, text: "Ask for the compiler flags of the flight build", color: "gray" },
  n7: { x: 150, y: 540, text: "Dress rehearsal: Tuesday 09:30", color: "yellow" },
  n8: { x: 640, y: 600, text: "Landing radar locks on below 12 km", color: "blue" },
  n9: { x: 930, y: 520, text: "Checklist is frozen until touchdown", color: "green" },
  n10: { x: 380, y: 760, text: "Retro: what surprised us?", color: "pink" },
};

const PROGRAM = `# How long does the descent burn last?
G, mass, thrust = 1.62, 15_100, 45_000
speed, height, fuel = 60.0, 1_500.0, 0

for second in range(1, 90):
    speed += G - (thrust / mass if height < 900 else 0)
    height -= speed
    fuel += 15 if height < 900 else 0
    if second % 10 == 0:
        print(f"{second:3} s  {height:7.1f} m  {speed:5.1f} m/s")
    if height < 5 or speed < 1:
        break

print(f"\\ntouchdown after {second} s, {fuel} kg burnt")
`;

let ada: Person, grace: Person, linus: Person;
let projectId: string;
beforeAll(async () => {
  [ada, grace, linus] = await Promise.all([
    signUp("Ada Lovelace"),
    signUp("Grace Hopper"),
    signUp("Linus Pauling"),
  ]);
  const create = async ({ token }: Person, name: string, description: string) => {
    const sent = { token, body: { name, description } };
    return (await call<{ id: string }>("POST", "/projects", sent)).body.id;
  };
  const add = (owner: Person, id: string, { email }: Person, role: string) =>
    call("POST", `/projects/${id}/collaborators`, { token: owner.token, body: { email, role } });
  const report = await create(grace, "Quarterly report", "The scripts behind the numbers");
  await add(grace, report, ada, "VIEWER");
  await create(ada, "Website relaunch", "");
  const checklist = await create(linus, "Launch checklist", "What must be green before we go");
  await add(linus, checklist, ada, "COLLABORATOR");
  projectId = await create(ada, "Moon landing", "Guidance software, and the plan for the descent");
  await add(ada, projectId, grace, "COLLABORATOR");
  await add(ada, projectId, linus, "VIEWER");
  await call("PUT", `/projects/${projectId}`, {
    token: grace.token,
    body: { content: { notes: NOTES } },
  });
});

async function take(page: Page, name: string): Promise<void> {
  if (PICTURES_DIR === undefined) return;
  mkdirSync(PICTURES_DIR, { recursive: true });
  await page.screenshot({ path: join(PICTURES_DIR, `${name}.png`) });
}

/** Moves the pointer to a place of the board, in its own units. */
async function pointAt(page: Page, x: number, y: number): Promise<void> {
  const box = await page.locator(".board-surface").boundingBox();
  if (box === null) throw new Error("the board is not to be seen");
  const scale = box.width / 1200;
  await page.mouse.move(box.x + x * scale, box.y + y * scale, { steps: 3 });
}

test("three people at work see the same, in light, in dark and on a phone", async () => {
  const path = workspacePath(projectId);
  const [adasPage, gracesPage, linusPage] = await Promise.all([
    console.openAs(ada, path, WINDOW),
    console.openAs(grace, path, { ...WINDOW, colorScheme: "dark" }),
    console.openAs(linus, path, { ...PHONE, deviceScaleFactor: 2 }),
  ]);
  const pages = [adasPage, gracesPage, linusPage];
  await Promise.all(pages.map(untilLive));
  await gracesPage.getByLabel("Language").selectOption("python");
  await writeProgram(gracesPage, PROGRAM);
  await gracesPage.keyboard.press("ControlOrMeta+Enter");
  await adasPage.locator(".output-text", { hasText: "touchdown after" }).waitFor();
  await adasPage.getByLabel("Language").selectOption("python");
  await writeProgram(adasPage, PROGRAM);
  await adasPage.getByRole("button", { name: "Run", exact: true }).click();
  await gracesPage.locator(".output-text", { hasText: "touchdown after" }).waitFor();

  await pointAt(adasPage, 300, 465);
  await pointAt(gracesPage, 275, 690);
  // A finger has no cursor until it touches; this one points.
  await pointAt(linusPage, 480, 480);
  for (const [page, others] of [
    [adasPage, [grace, linus]],
    [gracesPage, [ada, linus]],
    [linusPage, [ada, grace]],
  ] as const)
    await eventually(async () => {
      const names = await page.locator(".cursor").allTextContents();
      expect(names.sort()).toEqual(others.map(({ name }) => name).sort());
      return true;
    });
  for (const page of pages) expect(await page.locator(".note").count()).toBe(10);
  await adasPage.getByRole("tab", { name: "Code" }).click();
  await gracesPage.getByRole("tab", { name: "Activity" }).click();
  await gracesPage.getByText("ran a program: finished").nth(1).waitFor();
  await take(adasPage, "workspace-light");
  await take(gracesPage, "workspace-dark");
  await take(linusPage, "phone");
});

test("somebody's projects stand side by side, their own and others'", async () => {
  const page = await console.openAs(ada, "/", { viewport: { width: 1120, height: 560 } });
  await page.getByRole("link", { name: /Moon landing/ }).waitFor();
  expect(await page.locator(".project-card").count()).toBe(4);
  await take(page, "projects");
});
