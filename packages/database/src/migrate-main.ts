/**
 * Entry point of the migrator: brings the database of `DATABASE_URL` up to date and ends. For images and other places
 * where the rest of the repository is not at hand.
 */
import { migrateDatabase } from "./migrate.js";

const databaseUrl = process.env["DATABASE_URL"];
try {
  if (!databaseUrl) throw new Error("DATABASE_URL is not set");
  const { applied, total } = await migrateDatabase({ databaseUrl });
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  process.stdout.write(`database is up to date (${total} migrations)\n`);
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
