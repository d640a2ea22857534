import { userInfo } from "node:os";
import { createLogger } from "@workspace/common/logger";
import type { Context } from "./command.js";

/** Leaves one line in the log, as the services write theirs, about what someone has changed. */
export function audit(
  { terminal }: Context,
  action: string,
  fields: Record<string, string | number>,
): void {
  const logger = createLogger({
    service: "admin",
    level: "info",
    destination: { write: (line) => terminal.note(line.trimEnd()) },
  });
  logger.info({ ...fields, by: readUserName() }, action);
}

/** In a container the user may have no name. */
function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
