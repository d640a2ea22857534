// npm run dev: as npm start, and each service restarts when its code changes.
import process from "node:process";
import { readPorts } from "./environment.mjs";
import { runDev } from "./run-dev.mjs";
import { runCommand } from "./workspace.mjs";

await runCommand(() => runDev(readPorts));
process.exit();
