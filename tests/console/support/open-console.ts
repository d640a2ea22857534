import "@workspace/local-stack/provided-context";
import process from "node:process";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, expect, inject, onTestFinished } from "vitest";
import type { Person } from "../../e2e/client.js";
import { PASSWORD } from "../../setup/password.js";
import { findChromium } from "./find-chromium.js";

const DAY_MS = 86_400_000;
const DESKTOP = { width: 1280, height: 800 };
/** A small phone, held upright. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

/** The console in a Chromium of the test file's own. */
export interface Console {
  /** A page of a browser of its own, where nobody is signed in. It is closed after the test. */
  open(path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same with somebody signed in already, by the session that they have. */
  openAs(person: Person, path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same with somebody who signs in on the page. */
  signInAs(person: { email: string }, path?: string): Promise<Page>;
}

/**
 * Starts a Chromium until the end of the test file. The file fails where a page has thrown, has been refused something by
 * its policy, or has asked for anything beyond its own origin and the gateway.
 *
 * @param urls of another http-backend and gateway than those that all test files share
 */
export async function openConsole(
  urls: { http: string; websocket: string } = inject("serviceUrls"),
): Promise<Console> {
  const executablePath = findChromium(process.env);
  if (executablePath === null) throw new Error("there is no Chromium");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
  });
  const problems: string[] = [];
  afterAll(async () => {
    await browser.close();
    expect(problems).toEqual([]);
  });
  const hosts = new Set([urls.http, urls.websocket].map((url) => new URL(url).host));

  async function open(path = "/", options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: DESKTOP,
      reducedMotion: "reduce",
      ...options,
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(`threw: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) problems.push(message.text());
    });
    const look = (url: string): void => {
      const { protocol, host } = new URL(url);
      if (/^(?:https?|wss?):$/.test(protocol) && !hosts.has(host)) problems.push(`asked ${url}`);
    };
    page.on("request", (request) => look(request.url()));
    page.on("websocket", (socket) => look(socket.url()));
    await page.goto(`${urls.http}${path}`);
    return page;
  }

  return {
    open,
    openAs: (person, path, options) =>
      open(path, {
        ...options,
        storageState: {
          cookies: [],
          origins: [{ origin: urls.http, localStorage: [toStoredSession(person)] }],
        },
      }),
    async signInAs({ email }, path = "/") {
      const page = await open(path);
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL(`${urls.http}${path}`);
      return page;
    },
  };
}

/** As apps/console/src/auth/session-store.ts keeps it. */
const toStoredSession = ({ id, name, email, token }: Person) => ({
  name: "workspace.session",
  value: JSON.stringify({
    token,
    expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
    user: { id, name, email },
  }),
});

/** The address of a project's workspace. */
export const workspacePath = (projectId: string): string => `/projects/${projectId}`;

/** Waits until a project is open and live on a page. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator('[data-liveness="live"]').waitFor();
}

/** Puts a note on the board of a project that is open. */
export async function writeNote(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Add note" }).click();
  await page.getByLabel("Text of the note").fill(text);
  await page.keyboard.press("Escape");
}

/** Puts a program into the editor in place of what is there. */
export async function writeProgram(page: Page, code: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(code);
}

/** How wide the page is with all that sticks out of its window. */
export const widthOf = (page: Page): Promise<number> =>
  page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
