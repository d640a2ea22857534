import { describe, expect, it } from "vitest";
import { makeCage, runUnprotected } from "./canaries.js";
import { HOSTILE_JAVASCRIPT } from "./hostile-javascript.js";

const TIMEOUT_MS = 60_000;

describe("canaries", () => {
  const DEMONSTRATIONS = {
    "reads a file": "secret",
    "writes a file": "file written",
    "removes, renames and links files": "canary file changed",
    "connects to TCP": "TCP socket",
    "connects to a UNIX socket": "UNIX socket",
    "reads the environment of itself and its parent": "secret",
    "spawns a process": "file spawned",
    "loads child_process by every way in": "process",
  };

  it.for(Object.entries(DEMONSTRATIONS))(
    "notice a program outside that %s",
    { timeout: TIMEOUT_MS },
    async ([name, breach]) => {
      const cage = await makeCage();
      try {
        const code = HOSTILE_JAVASCRIPT[name] ?? "";
        const output = await runUnprotected(process.execPath, [
          "-e",
          code,
          // With -e the arguments start one place earlier than for a file.
          "main.js",
          JSON.stringify(cage.places),
        ]);
        expect(await cage.findBreaches(output)).toContainEqual(expect.stringContaining(breach));
      } finally {
        await cage.remove();
      }
    },
  );
});
