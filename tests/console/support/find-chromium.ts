import { existsSync } from "node:fs";

/** Where Debian, other distributions and macOS put a Chromium. */
const USUAL_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The Chromium that browser tests drive: what `CHROMIUM_PATH` names, or the first in a usual place. */
export function findChromium(env: NodeJS.ProcessEnv): string | null {
  const { CHROMIUM_PATH: chosen } = env;
  return [chosen, ...USUAL_PATHS].find((path) => path && existsSync(path)) ?? null;
}
