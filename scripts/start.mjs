// npm start: everything, from a fresh clone to three healthy services, with Node and npm alone.
import process from "node:process";
import { provideEnvironment, readPorts } from "./environment.mjs";
import { stopOnSignals } from "./stop-signals.mjs";
import {
  ensureBuilt,
  ensureInstalled,
  importPackage,
  loadDotEnv,
  progress,
  rootDir,
  runCommand,
} from "./workspace.mjs";

await runCommand(async () => {
  loadDotEnv();
  await ensureInstalled();
  await ensureBuilt();

  const { startServices } = await importPackage("local-stack", "start-services");
  const { assertPortsFree } = await importPackage("local-stack", "service-process");
  const ports = readPorts();
  await assertPortsFree(ports);

  let services;
  let environment;
  let failure;
  const ending = stopOnSignals();
  const giveUp = (error) => {
    failure = error;
    ending.stop();
  };
  try {
    environment = await provideEnvironment({ onGivenUp: giveUp });
    const { migrateDatabase } = await importPackage("database", "migrate");
    await migrateDatabase({ databaseUrl: environment.env.DATABASE_URL, onProgress: progress });
    services = await startServices({
      rootDir,
      env: environment.env,
      ports,
      output: "inherit",
      signal: ending.signal,
      onProgress: progress,
      onGivenUp: giveUp,
    });
    printUrls(ports, environment);
    await ending.stopped;
    progress("stopping");
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    await services?.stop();
    await environment?.release();
  }
  if (failure) throw failure;
});
process.exit();

function printUrls(ports, { postgres, redis, dataDir }) {
  const rows = [
    ["Console", `http://localhost:${ports["http-backend"]}`],
    ["HTTP API", `http://localhost:${ports["http-backend"]}/api/v1`],
    ["WebSocket", `ws://localhost:${ports["websocket-backend"]}`],
    ["Worker", `http://localhost:${ports["worker-backend"]}/health`],
    ["PostgreSQL", postgres],
    ["Redis", redis],
    ["Data", dataDir],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(
    `\n${rows.map(([name, url]) => `  ${name.padEnd(width)}  ${url}`).join("\n")}\n\n  Ctrl-C stops everything.\n`,
  );
}
