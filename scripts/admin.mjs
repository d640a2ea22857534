// npm run admin -- <command>: the administration of DATABASE_URL and REDIS_URL, or of the local stack, which may be running.
import { join } from "node:path";
import process from "node:process";
import { provideEnvironment, readPorts } from "./environment.mjs";
import {
  ensureBuilt,
  ensureInstalled,
  keepOutputClean,
  loadDotEnv,
  runCommand,
  runForExitCode,
} from "./workspace.mjs";

const args = process.argv.slice(2);
const isHelp = args.length === 0 || args[0] === "help" || args.includes("--help");

await runCommand(async () => {
  keepOutputClean();
  loadDotEnv();
  await ensureInstalled();
  await ensureBuilt();
  const main = join("apps", "admin", "dist", "main.js");
  const run = (env) => runForExitCode(process.execPath, [main, ...args], { env });
  if (isHelp) return run(process.env);
  const environment = await provideEnvironment();
  try {
    return await run({ ...serviceUrls(), ...environment.env });
  } finally {
    await environment.release();
  }
});
process.exit();

/** Where `npm start` puts the services. */
function serviceUrls() {
  const ports = readPorts();
  return {
    HTTP_URL: `http://localhost:${ports["http-backend"]}`,
    WS_URL: `http://localhost:${ports["websocket-backend"]}`,
    WORKER_URL: `http://localhost:${ports["worker-backend"]}`,
  };
}
