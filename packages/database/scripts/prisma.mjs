// The `prisma` command of this package. What Prisma's own command can do without its schema engine binary, which it
// downloads, it does; `migrate` is done by the same engine as WebAssembly, against the local stack unless DATABASE_URL
// names a database. So `pnpm prisma generate` and `pnpm prisma migrate dev` work behind a firewall and without a server.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const OFFLINE_MIGRATE_COMMANDS = new Set(["dev", "deploy", "status", "reset", "resolve"]);
const WITHOUT_ENGINE = new Set(["generate", "validate", "format"]);
const packageDir = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

const [command, subcommand = "", ...rest] = process.argv.slice(2);
if (command === "migrate" && OFFLINE_MIGRATE_COMMANDS.has(subcommand)) {
  const { runMigrate } = await import("./migrate-command.mjs");
  await runMigrate(subcommand, rest);
} else {
  process.exitCode = await runRealPrisma(process.argv.slice(2));
}

/** Settles with the exit code of Prisma's own command. */
function runRealPrisma(args) {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  // These look for the schema engine and never run it: any executable will do where it was not downloaded. Other
  // commands do run it, and must fail rather than succeed with a stub.
  if (WITHOUT_ENGINE.has(args[0]) && !env.PRISMA_SCHEMA_ENGINE_BINARY && !hasSchemaEngine()) {
    env.PRISMA_SCHEMA_ENGINE_BINARY = process.execPath;
  }
  return new Promise((resolve, reject) => {
    const cli = require.resolve("prisma/build/index.js");
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: packageDir,
      env,
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function hasSchemaEngine() {
  const fromPrisma = createRequire(require.resolve("prisma/package.json"));
  const enginesDir = dirname(dirname(fromPrisma.resolve("@prisma/engines")));
  return readdirSync(join(enginesDir)).some((name) =>
    /^schema-engine-(?!.*\.(?:gz|sha256)$)/.test(name),
  );
}
