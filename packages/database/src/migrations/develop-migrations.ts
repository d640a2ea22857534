import { mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { connect, migrateDatabase, readAppliedMigrations } from "../migrate.js";
import { diffSchema } from "./diff-schema.js";
import {
  LOCKFILE,
  LOCKFILE_NAME,
  MIGRATIONS_DIR,
  readMigrationFiles,
  SCHEMA_PATH,
  toMigrationList,
} from "./migration-files.js";
import { NO_FILTER, withSchemaEngine } from "./schema-engine.js";

/** Which database, folder and schema a command works on; the folder and the schema are this package's by default. */
export interface MigrationTarget {
  databaseUrl: string;
  migrationsDir?: string;
  schemaPath?: string;
}

/** What {@link developMigrations} did. */
export interface DevelopResult {
  applied: string[];
  /** The migration that was written, when the schema had changed. */
  created: { name: string; script: string } | undefined;
}

const TIMESTAMP_LENGTH = 14;

/**
 * Does what `prisma migrate dev` does: applies what is pending, and when the schema has changed writes a migration for
 * the change and applies that too.
 *
 * @param options.name title of a new migration
 * @param options.isDraft leaves a new migration unapplied, to be edited first
 * @throws when the history of the database and the folder have diverged
 */
export async function developMigrations(
  options: MigrationTarget & {
    name: string;
    isDraft: boolean;
    now: Date;
    onProgress?: (message: string) => void;
  },
): Promise<DevelopResult> {
  const migrationsDir = options.migrationsDir ?? MIGRATIONS_DIR;
  // Creates the database where it is missing: the engine expects one.
  await (await connect(options.databaseUrl)).end();
  const hasMigrations = readMigrationFiles(migrationsDir).length > 0;
  if (hasMigrations) await assertNotDiverged(options);
  const { applied } = hasMigrations ? await migrateDatabase(options) : { applied: [] };
  const script = await diffSchema(options);
  if (script === undefined) return { applied, created: undefined };

  const name = `${formatTimestamp(options.now)}_${toSnakeCase(options.name)}`;
  mkdirSync(join(migrationsDir, name), { recursive: true });
  writeFileSync(join(migrationsDir, name, "migration.sql"), script);
  const lockfile = join(migrationsDir, LOCKFILE_NAME);
  if (!existsSync(lockfile)) writeFileSync(lockfile, LOCKFILE);
  const created = { name, script };
  if (options.isDraft) return { applied, created };
  const after = await migrateDatabase(options);
  return { applied: [...applied, ...after.applied], created };
}

/** Asks the engine, as `prisma migrate dev` does, whether the database fits its history and that the folder. */
async function assertNotDiverged({
  databaseUrl,
  migrationsDir = MIGRATIONS_DIR,
}: MigrationTarget): Promise<void> {
  const { action } = await withSchemaEngine(databaseUrl, undefined, (engine) =>
    engine.devDiagnostic({ migrationsList: toMigrationList(migrationsDir), filters: NO_FILTER }),
  );
  if (action.tag === "reset") {
    throw new Error(
      `${action.reason.trim()}\nTo lose all data and start anew: prisma migrate reset --force`,
    );
  }
}

/** Removes everything from the database and applies all migrations. */
export async function resetDatabase(options: MigrationTarget): Promise<string[]> {
  const schema = readFileSync(options.schemaPath ?? SCHEMA_PATH, "utf8");
  await withSchemaEngine(options.databaseUrl, schema, (engine) =>
    engine.reset({ filter: NO_FILTER }),
  );
  return (await migrateDatabase(options)).applied;
}

/** Records by hand that a migration that failed was rolled back, or that one was applied by other means. */
export async function resolveMigration(
  options: MigrationTarget & { name: string; as: "applied" | "rolled back" },
): Promise<void> {
  const { name: migrationName } = options;
  const migrationsList = toMigrationList(options.migrationsDir ?? MIGRATIONS_DIR);
  await withSchemaEngine(options.databaseUrl, undefined, async (engine) => {
    if (options.as === "applied")
      await engine.markMigrationApplied({ migrationName, migrationsList });
    else await engine.markMigrationRolledBack({ migrationName });
  });
}

/** How far a database is: the migrations of the folder that it lacks, and those that failed in it. */
export async function readMigrationStatus(
  options: MigrationTarget,
): Promise<{ pending: string[]; failed: string[] }> {
  const client = await connect(options.databaseUrl);
  try {
    const history = await readAppliedMigrations(client);
    const applied = new Set(
      history.filter(({ state }) => state === "applied").map(({ name }) => name),
    );
    return {
      pending: readMigrationFiles(options.migrationsDir ?? MIGRATIONS_DIR)
        .map(({ name }) => name)
        .filter((name) => !applied.has(name)),
      failed: history.filter(({ state }) => state === "failed").map(({ name }) => name),
    };
  } finally {
    await client.end();
  }
}

/** `20260131235959` in UTC, as Prisma names its folders. */
function formatTimestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, "").slice(0, TIMESTAMP_LENGTH);
}

function toSnakeCase(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g);
  return words?.join("_") ?? "migration";
}
