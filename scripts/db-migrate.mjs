// npm run db:migrate: brings DATABASE_URL, or the database of the local stack, up to date.
import { provideEnvironment } from "./environment.mjs";
import {
  ensureBuilt,
  ensureInstalled,
  importPackage,
  loadDotEnv,
  progress,
  runCommand,
} from "./workspace.mjs";

await runCommand(async () => {
  loadDotEnv();
  await ensureInstalled();
  await ensureBuilt();
  const environment = await provideEnvironment({ needsRedis: false });
  try {
    const { migrateDatabase } = await importPackage("database", "migrate");
    const { applied, total } = await migrateDatabase({
      databaseUrl: environment.env.DATABASE_URL,
      onProgress: progress,
    });
    for (const name of applied) progress(`applied ${name}`);
    progress(`the database is up to date (${total} migrations)`);
  } finally {
    await environment.release();
  }
});
