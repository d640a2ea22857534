/** Ways from Python in WebAssembly to the JavaScript around it; the canaries are in the argument. */
const PRELUDE = `
import json, sys
canary = json.loads(sys.argv[1])
`;

/** Code for the engine's global scope, where Node's own objects are. */
function throughJavascript(code: string): string {
  return `${PRELUDE}
from pyodide.code import run_js
print(run_js("(canary) => {" + ${JSON.stringify(code)} + "}")(sys.argv[1]))
`;
}

export const HOSTILE_PYODIDE: Record<string, string> = {
  "reads a file": `${PRELUDE}print(open(canary["file"]).read())`,
  "writes a file": `${PRELUDE}open(canary["folder"] + "/written", "w").write("x")`,
  forks: `${PRELUDE}import os
if os.fork() == 0:
    os.execv("/bin/sleep", ["sleep", canary["marker"]])`,
  "connects to TCP": `${PRELUDE}import socket
socket.create_connection(("127.0.0.1", canary["tcpPort"]), 1)`,
  "finds Node in the js module": `${PRELUDE}import js
print(js.process.binding("fs"), js.process.env)`,
  "spawns through JavaScript": throughJavascript(
    `const c = JSON.parse(canary); return JSON.stringify(process.binding("spawn_sync").spawn({ file: "/bin/sh", args: ["sh", "-c", "touch " + c.folder + "/spawned"], envPairs: [], stdio: [] }))`,
  ),
  "reads a file through JavaScript": throughJavascript(
    `const c = JSON.parse(canary); return process.getBuiltinModule?.("fs").readFileSync(c.file, "utf8") ?? String(process.binding("fs").open(c.file, 0, 438, undefined, {}))`,
  ),
  "connects through JavaScript": throughJavascript(
    `const c = JSON.parse(canary); const { TCP, TCPConnectWrap, constants } = process.binding("tcp_wrap"); return new TCP(constants.SOCKET).connect(new TCPConnectWrap(), "127.0.0.1", c.tcpPort)`,
  ),
  "mounts the host's folders": `${PRELUDE}import pyodide_js
pyodide_js.mountNodeFS("/host", canary["folder"])
open("/host/mounted", "w").write("x")`,
  "loops for ever": "while True: pass",
};
