import type { Database } from "@workspace/database/database";
import { readUserId } from "@workspace/database/users";
import { CommandError } from "./command.js";

/** @throws {CommandError} when nobody has that address */
export async function findUserId(database: Database, email: string): Promise<string> {
  const id = await readUserId(database, email);
  if (id === null) throw new CommandError(`there is no account of ${email}`);
  return id;
}
