import "@workspace/local-stack/provided-context";
import process from "node:process";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, expect, inject, onTestFinished } from "vitest";
import { PASSWORD } from "../../setup/password.js";
import { findChromium } from "./find-chromium.js";

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
  /** The same with somebody signed in, as people do it. */
  openAs(person: { email: string }, path?: string, options?: BrowserContextOptions): Promise<Page>;
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
    async openAs({ email }, path = "/", options = {}) {
      const page = await open(path, options);
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL(`${urls.http}${path}`);
      return page;
    },
  };
}

/** The address of a project's workspace. */
export const workspacePath = (projectId: string): string => `/projects/${projectId}`;

/** Waits until a project is open and live on a page. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator('[data-liveness="live"]').waitFor();
}
