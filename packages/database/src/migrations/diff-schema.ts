import { readFileSync } from "node:fs";
import { MIGRATIONS_DIR, SCHEMA_PATH, toMigrationList } from "./migration-files.js";
import { NO_FILTER, withSchemaEngine } from "./schema-engine.js";

/** What {@link diffSchema} compares. */
export interface DiffOptions {
  /** A server on which the role may create the shadow database; the database itself is only read. */
  databaseUrl: string;
  /** Another folder than this package's `prisma/migrations`. */
  migrationsDir?: string;
  /** Another schema than this package's `prisma/schema.prisma`. */
  schemaPath?: string;
}

/**
 * The SQL that is missing from the migrations to reach the schema; undefined when they agree.
 *
 * @throws when a migration does not apply to an empty database, or the schema is not valid
 */
export async function diffSchema(options: DiffOptions): Promise<string | undefined> {
  const content = readFileSync(options.schemaPath ?? SCHEMA_PATH, "utf8");
  const migrations = toMigrationList(options.migrationsDir ?? MIGRATIONS_DIR);
  const { exitCode, stdout } = await withSchemaEngine(options.databaseUrl, content, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content }] },
      script: true,
      exitCode: true,
      filters: NO_FILTER,
    }),
  );
  const DIFFERENT = 2;
  return exitCode === DIFFERENT ? (stdout ?? "") : undefined;
}
