import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateDatabase } from "@workspace/database/migrate";
import { holdStack, type Stack } from "@workspace/local-stack/hold-stack";
import { createTemplateDatabase } from "@workspace/local-stack/test-database";

/**
 * Brings up a PostgreSQL and a Redis in a temporary folder, with the migrated template for `createTestDatabase`.
 * Releasing them removes the folder.
 */
export async function holdTestStack(): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), "workspace-test-"));
  const stack = await holdStack({ dataDir, isDurable: false });
  const release = async () => {
    await stack.release();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await createTemplateDatabase(stack, (databaseUrl) => migrateDatabase({ databaseUrl }));
  } catch (error) {
    await release();
    throw error;
  }
  return { ...stack, release };
}
