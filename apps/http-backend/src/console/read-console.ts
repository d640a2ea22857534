import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What the build of the console makes, by the ending of its names. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A file of the console as it is sent. */
export interface ConsoleFile {
  content: Buffer;
  /** The same, compressed when the console was built; null where that saves nothing. */
  brotli: Buffer | null;
  contentType: string;
  /** Whether its name changes with its content. */
  isHashed: boolean;
}

/** The built console. */
export interface ConsoleBuild {
  /** The page, with a placeholder for its nonce and one for the gateway's address. */
  page: string;
  /** By the path that they are asked for with. */
  files: ReadonlyMap<string, ConsoleFile>;
}

/**
 * Reads the built console into memory, once: some hundred kilobytes, and no path of a request ever meets the disk.
 *
 * @returns null when it is not built
 */
export function readConsole(): ConsoleBuild | null {
  const folder = fileURLToPath(
    new URL("dist", import.meta.resolve("@workspace/console/package.json")),
  );
  if (!existsSync(join(folder, "index.html"))) return null;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = new Map<string, ConsoleFile>();
  for (const name of names) {
    const contentType = CONTENT_TYPES[extname(name)];
    if (contentType === undefined) continue;
    const path = join(folder, name);
    files.set(`/${name.replaceAll("\\", "/")}`, {
      content: readFileSync(path),
      brotli: existsSync(`${path}.br`) ? readFileSync(`${path}.br`) : null,
      contentType,
      isHashed: name.startsWith("assets"),
    });
  }
  return { page: readFileSync(join(folder, "index.html"), "utf8"), files };
}
