import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "@workspace/local-stack/eventually";
import "@workspace/local-stack/provided-context";
import { dropDatabase } from "@workspace/local-stack/test-database";
import pg from "pg";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { type StoredResult, toJobResult } from "./job-result.js";
import { migrateDatabase } from "./migrate.js";
import {
  developMigrations,
  readMigrationStatus,
  resetDatabase,
  resolveMigration,
} from "./migrations/develop-migrations.js";
import { diffSchema } from "./migrations/diff-schema.js";
import { MIGRATIONS_DIR, readMigrationFiles } from "./migrations/migration-files.js";
import { withDatabase } from "./migrations/database-url.js";

// Some create a database for each of many steps.
vi.setConfig({ testTimeout: 90_000 });

const FIRST = "20260101000000_first";
const SECOND = "20260102000000_second";
const FIRST_SCRIPT =
  'CREATE TABLE "Note" ("id" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));\n';
/** Semicolons inside a body and a string, which do not end a statement. */
const FUNCTION_SCRIPT = `CREATE FUNCTION greet() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END; $$;\n`;
const SCHEMA = `
  datasource db {
    provider = "postgresql"
  }
  model Note {
    id String @id
  }`;

/** The URL of a database that does not exist yet. */
function nameDatabase(): string {
  const name = `migrate_${randomBytes(6).toString("hex")}`;
  onTestFinished(() => dropDatabase(inject("databaseUrl"), name));
  return withDatabase(inject("databaseUrl"), name);
}

function makeFolder(scripts: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "migrations-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, script] of Object.entries(scripts)) writeMigration(folder, name, script);
  return folder;
}

function writeMigration(folder: string, name: string, script: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), script);
}

function writeSchema(schema: string): string {
  const path = join(makeFolder({}), "schema.prisma");
  writeFileSync(path, schema);
  return path;
}

async function query<T extends pg.QueryResultRow>(databaseUrl: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("the migrations of this package lead to its schema", async () => {
  expect(await diffSchema({ databaseUrl: inject("databaseUrl") })).toBeUndefined();
});

/** A folder with those of this package's migrations that come before `name`. */
function makeFolderBefore(name: string): string {
  const earlier = readMigrationFiles(MIGRATIONS_DIR).filter((file) => file.name < name);
  return makeFolder(Object.fromEntries(earlier.map((file) => [file.name, file.script])));
}

test("results from before output was kept in pieces are converted, and none loses any of it", async () => {
  const databaseUrl = nameDatabase();
  const migrationsDir = makeFolderBefore("20261201000000_output_pieces");
  await migrateDatabase({ databaseUrl, migrationsDir });
  const figures = { exitCode: 0, signal: null, executionTime: 1.5, limits: { wallMs: 5000 } };
  const texts = [
    { output: "", stdout: "", stderr: "" },
    { output: 'a"\\\n', stdout: 'a"\\\n', stderr: "" },
    { output: "ä😀\u0001", stdout: "", stderr: "ä😀\u0001" },
    { output: "outerr", stdout: "out", stderr: "err" },
    { output: "errout", stdout: "out", stderr: "err" },
    { output: "aa", stdout: "a", stderr: "a" },
    { output: "o1e1o2", stdout: "o1o2", stderr: "e1" },
    null,
  ];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  const id = "0199a3b2-7c1e-7d4f-8a90-1b2c3d4e5f60";
  await client.query(
    `INSERT INTO "User" (id, email, name, "passwordHash") VALUES ('${id}', 'a', 'a', 'a');
     INSERT INTO "Project" (id, "ownerId", name, description) VALUES ('${id}', '${id}', 'a', 'a');`,
  );
  for (const text of texts)
    await client.query(
      `INSERT INTO "Job" (id, "projectId", "submittedById", type, payload, result)
       VALUES (gen_random_uuid(), '${id}', '${id}', 'CODE_EXECUTION', to_jsonb($2::text), $1::jsonb)`,
      [text === null ? null : JSON.stringify({ ...text, ...figures }), JSON.stringify(text)],
    );

  await migrateDatabase({ databaseUrl });
  const { rows } = await client.query<{ payload: string; result: StoredResult | null }>(
    `SELECT payload, result FROM "Job"`,
  );
  const results = new Map(rows.map(({ payload, result }) => [payload, result]));
  const [empty, out, err, outErr, errOut, same, mixed, none] = texts.map((text) =>
    results.get(JSON.stringify(text)),
  );
  expect(empty).toEqual({ ...figures, pieces: [] });
  expect(out).toEqual({ ...figures, pieces: [["stdout", 'a"\\\n']] });
  expect(err).toEqual({ ...figures, pieces: [["stderr", "ä😀\u0001"]] });
  const [fromOut, fromErr] = [
    ["stdout", "out"],
    ["stderr", "err"],
  ];
  expect(outErr).toEqual({ ...figures, pieces: [fromOut, fromErr] });
  expect(errOut).toEqual({ ...figures, pieces: [fromErr, fromOut] });
  expect(same).toMatchObject({
    pieces: [
      ["stdout", "a"],
      ["stderr", "a"],
    ],
  });
  // Which part came from which stream when, nobody knows: it stays as it is.
  expect(mixed).toEqual({ ...figures, ...texts[6] });
  expect(none).toBe(null);
  for (const [payload, result] of results)
    if (result != null) expect(toJobResult(result)).toMatchObject(JSON.parse(payload) as object);
});

test("a missing database is created and brought up to date, once", async () => {
  const databaseUrl = nameDatabase();
  const names = readMigrationFiles(MIGRATIONS_DIR).map(({ name }) => name);
  expect(await migrateDatabase({ databaseUrl })).toEqual({ applied: names, total: names.length });
  expect(await migrateDatabase({ databaseUrl })).toEqual({ applied: [], total: names.length });
});

test("of several instances that start at once, one applies each migration and the others wait for it", async () => {
  const databaseUrl = nameDatabase();
  const migrationsDir = makeFolder({ [FIRST]: FIRST_SCRIPT, [SECOND]: FUNCTION_SCRIPT });
  const results = await Promise.all(
    Array.from({ length: 4 }, () => migrateDatabase({ databaseUrl, migrationsDir })),
  );
  expect(results.flatMap(({ applied }) => applied)).toEqual([FIRST, SECOND]);
});

test("an index is built concurrently while other instances wait for their turn", async () => {
  const databaseUrl = nameDatabase();
  const migrationsDir = makeFolder({
    [FIRST]: FIRST_SCRIPT,
    [SECOND]: 'CREATE INDEX CONCURRENTLY "Note_idx" ON "Note"("id");\n',
  });
  const results = await Promise.all(
    Array.from({ length: 4 }, () => migrateDatabase({ databaseUrl, migrationsDir })),
  );
  expect(results.flatMap(({ applied }) => applied)).toEqual([FIRST, SECOND]);
});

test("jobs are written while the index of retention is built", async () => {
  const databaseUrl = nameDatabase();
  const migrationsDir = makeFolderBefore("20261203000000_retention");
  await migrateDatabase({ databaseUrl, migrationsDir });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  // What an instance is at as the migration begins, which waits for it.
  await client.query(`BEGIN; UPDATE "Job" SET attempt = 1`);
  const migration = migrateDatabase({ databaseUrl });
  await eventually(async () => {
    const [waiting] = await query(
      databaseUrl,
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting !== undefined;
  });
  await query(databaseUrl, `SET lock_timeout = '5s'; UPDATE "Job" SET attempt = 1`);
  await client.query("COMMIT");
  expect((await migration).applied).toContain("20261203000000_retention");
});

test("the history is the table that `prisma migrate` keeps", async () => {
  const databaseUrl = nameDatabase();
  await migrateDatabase({ databaseUrl, migrationsDir: makeFolder({ [FIRST]: FIRST_SCRIPT }) });
  const columns = await query(
    databaseUrl,
    `SELECT column_name || ' ' || udt_name || coalesce('(' || character_maximum_length || ')', '') ||
            CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || coalesce(' ' || column_default, '') AS column
       FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
  );
  // prisma-engines, schema-engine/connectors/sql-schema-connector: create_migrations_table for PostgreSQL.
  expect(columns.map(({ column }) => column)).toEqual([
    "id varchar(36) not null",
    "checksum varchar(64) not null",
    "finished_at timestamptz",
    "migration_name varchar(255) not null",
    "logs text",
    "rolled_back_at timestamptz",
    "started_at timestamptz not null now()",
    "applied_steps_count int4 not null 0",
  ]);
  const [row] = await query(databaseUrl, "SELECT * FROM _prisma_migrations");
  expect(row).toMatchObject({
    checksum: createHash("sha256").update(FIRST_SCRIPT).digest("hex"),
    migration_name: FIRST,
    logs: null,
    rolled_back_at: null,
    applied_steps_count: 1,
  });
  expect(row?.["id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(row?.["finished_at"]).toBeInstanceOf(Date);
});

test("a script is applied whole: its functions keep their semicolons", async () => {
  const databaseUrl = nameDatabase();
  await migrateDatabase({ databaseUrl, migrationsDir: makeFolder({ [FIRST]: FUNCTION_SCRIPT }) });
  expect(await query(databaseUrl, "SELECT greet()")).toEqual([{ greet: "a;b" }]);
});

test("a failing migration leaves nothing of itself, stops later ones, and can be resolved", async () => {
  const databaseUrl = nameDatabase();
  const migrationsDir = makeFolder({ [FIRST]: `${FIRST_SCRIPT} SELECT nonsense();` });
  await expect(migrateDatabase({ databaseUrl, migrationsDir })).rejects.toThrow(
    "function nonsense() does not exist",
  );
  expect(await query(databaseUrl, `SELECT to_regclass('"Note"') AS note`)).toEqual([
    { note: null },
  ]);
  await expect(migrateDatabase({ databaseUrl, migrationsDir })).rejects.toThrow(
    `\`${FIRST}\` migration started at`,
  );
  expect(await readMigrationStatus({ databaseUrl, migrationsDir })).toEqual({
    pending: [FIRST],
    failed: [FIRST],
  });

  writeMigration(migrationsDir, FIRST, FIRST_SCRIPT);
  await resolveMigration({ databaseUrl, migrationsDir, name: FIRST, as: "rolled back" });
  expect((await migrateDatabase({ databaseUrl, migrationsDir })).applied).toEqual([FIRST]);
});

test("a database that cannot be reached is named without its password", async () => {
  const migration = migrateDatabase({
    databaseUrl: "postgresql://someone:secret@127.0.0.1:1/none",
  });
  await expect(migration).rejects.toThrow(
    "cannot use PostgreSQL at 127.0.0.1:1: connect ECONNREFUSED",
  );
  await expect(migration).rejects.not.toThrow("secret");
});

test("a change of the schema becomes a migration that is applied", async () => {
  const databaseUrl = nameDatabase();
  const migrationsDir = makeFolder({});
  const schemaPath = writeSchema(SCHEMA);
  const options = {
    databaseUrl,
    migrationsDir,
    schemaPath,
    isDraft: false,
    now: new Date("2026-03-04T05:06:07Z"),
  };
  const first = await developMigrations({ ...options, name: "Add notes!" });
  expect(first.applied).toEqual(["20260304050607_add_notes"]);
  expect(readFileSync(join(migrationsDir, "migration_lock.toml"), "utf8")).toContain(
    'provider = "postgresql"',
  );
  expect(await diffSchema(options)).toBeUndefined();

  writeFileSync(schemaPath, SCHEMA.replace("@id", '@id\n    text String @default("")'));
  const draft = await developMigrations({
    ...options,
    name: "text",
    isDraft: true,
    now: new Date("2026-03-05T00:00:00Z"),
  });
  expect(draft.created?.script).toContain('ALTER TABLE "Note" ADD COLUMN');
  expect(await readMigrationStatus({ databaseUrl, migrationsDir })).toEqual({
    pending: ["20260305000000_text"],
    failed: [],
  });
  expect((await developMigrations({ ...options, name: "none" })).created).toBeUndefined();
  expect(readdirSync(migrationsDir)).toHaveLength(3);
});

test("an edited migration is refused until the database is reset", async () => {
  const databaseUrl = nameDatabase();
  const migrationsDir = makeFolder({ [FIRST]: FIRST_SCRIPT });
  const target = { databaseUrl, migrationsDir, schemaPath: writeSchema(SCHEMA) };
  await migrateDatabase(target);
  writeMigration(migrationsDir, FIRST, `-- edited\n${FIRST_SCRIPT}`);
  const develop = developMigrations({ ...target, name: "none", isDraft: false, now: new Date() });
  await expect(develop).rejects.toThrow("was modified after it was applied");
  expect(await resetDatabase(target)).toEqual([FIRST]);
});

test("shadow databases are dropped, whether the comparison succeeds or fails", async () => {
  const databaseUrl = inject("databaseUrl");
  const schemaPath = writeSchema(SCHEMA);
  expect(
    await diffSchema({
      databaseUrl,
      migrationsDir: makeFolder({ [FIRST]: FIRST_SCRIPT }),
      schemaPath,
    }),
  ).toBe(undefined);
  const broken = diffSchema({
    databaseUrl,
    migrationsDir: makeFolder({ [FIRST]: "SELECT nonsense();" }),
    schemaPath,
  });
  await expect(broken).rejects.toThrow("failed to apply cleanly to the shadow database");
  const left = "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow_db_%'";
  expect(await query(databaseUrl, left)).toEqual([]);
});
