// What `npm run dev` and the `pnpm dev` of a service share.
import { runDevServices } from "./dev-services.mjs";
import { provideEnvironment, readPorts } from "./environment.mjs";
import { stopOnSignals } from "./stop-signals.mjs";
import { ensureBuilt, ensureInstalled, importPackage, loadDotEnv, progress } from "./workspace.mjs";

/**
 * Brings up what the services need, migrates, and runs them until a signal, restarting them on change.
 *
 * @param {() => Record<string, number>} choosePorts names the services to run and their ports; asked once `.env` is read
 */
export async function runDev(choosePorts) {
  loadDotEnv();
  await ensureInstalled();
  await ensureBuilt();
  const ending = stopOnSignals();
  let failure;
  const environment = await provideEnvironment({
    onGivenUp(error) {
      failure = error;
      ending.stop();
    },
  });
  try {
    const { migrateDatabase } = await importPackage("database", "migrate");
    await migrateDatabase({ databaseUrl: environment.env.DATABASE_URL, onProgress: progress });
    const ports = choosePorts();
    await runDevServices({
      ports,
      env: {
        ...environment.env,
        PUBLIC_WS_URL: process.env.PUBLIC_WS_URL || `:${readPorts()["websocket-backend"]}`,
      },
      signal: ending.signal,
      onFirstStart() {
        for (const [name, port] of Object.entries(ports))
          progress(`${name} on http://localhost:${port}`);
        progress(`PostgreSQL on ${environment.postgres}, Redis on ${environment.redis}`);
        progress("watching for changes; Ctrl-C stops everything");
      },
    });
  } finally {
    await environment.release();
  }
  if (failure) throw failure;
}
