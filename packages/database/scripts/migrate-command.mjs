// `prisma migrate dev | deploy | status | reset | resolve` without the schema engine binary.
import process from "node:process";
import { parseArgs } from "node:util";
import { provideEnvironment } from "../../../scripts/environment.mjs";
import {
  compile,
  ensureGenerated,
  importPackage,
  loadDotEnv,
  run,
  runCommand,
  withBuildLock,
} from "../../../scripts/workspace.mjs";

/**
 * @param {string} subcommand
 * @param {string[]} args
 */
export function runMigrate(subcommand, args) {
  return runCommand(async () => {
    loadDotEnv();
    await ensureGenerated();
    await withBuildLock(() => compile(["packages/database", "packages/local-stack", "--noCheck"]));
    const environment = await provideEnvironment({ needsRedis: false });
    try {
      return await migrate(subcommand, args, environment.env.DATABASE_URL);
    } finally {
      await environment.release();
    }
  });
}

async function migrate(subcommand, args, databaseUrl) {
  const { values } = parseArgs({
    args,
    // Prisma's own options that change nothing here are let through.
    strict: false,
    options: {
      name: { type: "string", short: "n" },
      "create-only": { type: "boolean" },
      force: { type: "boolean", short: "f" },
      applied: { type: "string" },
      "rolled-back": { type: "string" },
    },
  });
  const { migrateDatabase } = await importPackage("database", "migrate");
  const develop = await importPackage("database", "migrations/develop-migrations");
  const host = new URL(databaseUrl).host;
  console.log(
    `Database "${decodeURIComponent(new URL(databaseUrl).pathname.slice(1))}" at ${host}`,
  );
  const target = { databaseUrl };
  switch (subcommand) {
    case "dev": {
      const name = values.name ?? "migration";
      const { applied, created } = await develop.developMigrations({
        ...target,
        name,
        isDraft: values["create-only"] === true,
        now: new Date(),
      });
      if (created)
        console.log(
          `\nThe schema has changed: wrote prisma/migrations/${created.name}\n\n${created.script}`,
        );
      listApplied(applied);
      if (created)
        await run(process.execPath, ["packages/database/scripts/prisma.mjs", "generate"]);
      return 0;
    }
    case "deploy":
      listApplied((await migrateDatabase(target)).applied);
      return 0;
    case "status": {
      const { pending, failed } = await develop.readMigrationStatus(target);
      for (const name of failed) console.log(`failed   ${name}`);
      for (const name of pending) console.log(`pending  ${name}`);
      if (pending.length + failed.length > 0) return 1;
      console.log("Database schema is up to date!");
      return 0;
    }
    case "reset":
      if (values.force !== true)
        throw new Error("this removes all data of the database: confirm it with --force");
      listApplied(await develop.resetDatabase(target));
      return 0;
    default: {
      const name = values.applied ?? values["rolled-back"];
      if (name === undefined) throw new Error("expected --applied NAME or --rolled-back NAME");
      const as = values.applied === undefined ? "rolled back" : "applied";
      await develop.resolveMigration({ ...target, name, as });
      console.log(`${name} is marked as ${as}`);
      return 0;
    }
  }
}

function listApplied(names) {
  for (const name of names) console.log(`applied  ${name}`);
  console.log("Your database is now in sync with your schema.");
}
