// pnpm dev in the folder of a service: that service alone, restarting when its code changes. Several in as many terminals
// share the local PostgreSQL, the local Redis and the compiler.
import process from "node:process";
import { readPorts } from "./environment.mjs";
import { runDev } from "./run-dev.mjs";
import { CommandError, runCommand } from "./workspace.mjs";

const [name] = process.argv.slice(2);
// `PORT` in `.env` is the same for every service, so only the one given to this command counts.
const { PORT } = process.env;

await runCommand(async () => {
  const port = Number(PORT) || readPorts()[name];
  if (port === undefined)
    throw new CommandError(`expected a service: ${Object.keys(readPorts()).join(", ")}`);
  await runDev(() => ({ [name]: Number(PORT) || readPorts()[name] }));
});
process.exit();
