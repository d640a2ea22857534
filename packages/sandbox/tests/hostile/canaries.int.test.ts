import { describe, expect, it } from "vitest";
import { eventually } from "../eventually.js";
import { makeCage, runUnprotected } from "./canaries.js";
import { JAVASCRIPT_FILES } from "./javascript-files.js";
import { JAVASCRIPT_NETWORK } from "./javascript-network.js";
import { JAVASCRIPT_PROCESSES } from "./javascript-processes.js";

const TIMEOUT_MS = 60_000;

const PROGRAMS = [...JAVASCRIPT_FILES, ...JAVASCRIPT_NETWORK, ...JAVASCRIPT_PROCESSES];

/** What arrives at nobody's program but at this process, and therefore later. */
const GREETINGS = {
  "signal SIGUSR2": `process.kill(process.ppid, 'SIGUSR2')`,
  "UDP socket": `
    const socket = require('dgram').createSocket('udp4');
    socket.send('x', JSON.parse(process.argv[2]).udpPort, '127.0.0.1', () => socket.close());
  `,
};

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
    "connects to an abstract UNIX socket": "abstract UNIX socket",
  };

  it.for(Object.entries(DEMONSTRATIONS))(
    "notice a program outside that %s",
    { timeout: TIMEOUT_MS },
    async ([name, breach]) => {
      const cage = await makeCage();
      try {
        const code = PROGRAMS.find((program) => program.name === name)?.code ?? "";
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

  it.for(Object.entries(GREETINGS))(
    "notice a %s",
    { timeout: TIMEOUT_MS },
    async ([breach, code]) => {
      const cage = await makeCage();
      try {
        const places = JSON.stringify(cage.places);
        await runUnprotected(process.execPath, ["-e", code, "main.js", places]);
        await eventually(async () => expect(await cage.findBreaches("")).toContain(breach));
      } finally {
        await cage.remove();
      }
    },
  );
});
