// Runs the pnpm that this repository pins, whatever the machine has: node scripts/pnpm.mjs lint
import process from "node:process";
import { runCommand, runPnpm } from "./workspace.mjs";

await runCommand(() => runPnpm(process.argv.slice(2)));
