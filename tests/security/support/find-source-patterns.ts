import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT_DIR = fileURLToPath(new URL("../../..", import.meta.url));
/** What runs with texts from outside; of the database's package, migrations are for who deploys. */
const FOLDERS = [
  "apps/http-backend/src",
  "apps/websocket-backend/src",
  "apps/worker-backend/src",
  "packages/common/src",
  "packages/database/src",
];
const OTHERS = /\.test\.ts$|\/(?:generated|migrations)\//;

/** After these a slash divides nothing; unless it begins a comment, it begins a pattern. */
const LITERAL =
  /(?:[(,=:!?&|[]|\breturn|=>)\s*\/((?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)(?=[\s).,;])/g;

/** Every regular expression that is written in the services' own sources, by its source. */
export function findSourcePatterns(): Map<string, RegExp> {
  const patterns = new Map<string, RegExp>();
  for (const folder of FOLDERS)
    for (const name of readdirSync(join(ROOT_DIR, folder), { recursive: true, encoding: "utf8" })) {
      const path = join(ROOT_DIR, folder, name);
      if (!name.endsWith(".ts") || OTHERS.test(path)) continue;
      for (const [, source = "", flags] of readFileSync(path, "utf8").matchAll(LITERAL))
        patterns.set(source, new RegExp(source, flags));
    }
  return patterns;
}
