import { runCli } from "./cli.js";
import { openTerminal } from "./terminal.js";

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  terminal: openTerminal(process),
});
