// npm run build: dependencies and everything compiled and type-checked.
import { buildAndCheck, ensureInstalled, runCommand } from "./workspace.mjs";

await runCommand(async () => {
  await ensureInstalled();
  await buildAndCheck();
});
