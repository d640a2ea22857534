import {
  BRIEF,
  ENDLESS,
  HUNGRY,
  PYTHON_PRELUDE,
  programs,
  type HostileProgram,
} from "./program.js";

/** Code for the engine's global scope, where Node's own objects are. */
function throughJavascript(body: string): string {
  const code = `(text) => {
    const canary = JSON.parse(text);
    const builtin = (name) => process.getBuiltinModule(name);
    const printed = [];
    const attempt = (...actions) => {
      for (const action of actions) {
        try {
          const result = action();
          if (result !== undefined) printed.push(result);
        } catch {}
      }
    };
    ${body}
    return printed.join();
  }`;
  return `
from pyodide.code import run_js
print(run_js(${JSON.stringify(code)})(sys.argv[1]))
`;
}

/** Ways from Python in WebAssembly to the JavaScript around it, and the usual ones. */
export const PYODIDE: HostileProgram[] = [
  ...programs(
    { language: "python", prelude: PYTHON_PRELUDE },
    {
      "reads and writes files": `
import os, pathlib
attempt(
    lambda: open(canary["file"]).read(),
    lambda: open(canary["folder"] + "/written", "w").write("x"),
    lambda: pathlib.Path(canary["file"]).read_text(),
    lambda: os.unlink(canary["file"]),
    lambda: os.listdir(canary["folder"]),
    lambda: os.environ.get("SANDBOX_CANARY"),
)
`,
      "makes processes and signals": `
import os, subprocess
attempt(
    lambda: os.fork() == 0 and os.execv("/bin/sleep", ["sleep", canary["marker"]]),
    lambda: subprocess.Popen(["/bin/sleep", canary["marker"]]),
    lambda: os.system("touch " + canary["folder"] + "/shell") and None,
    lambda: os.kill(os.getppid(), 9),
    lambda: os.kill(1, 9),
)
`,
      "makes sockets": `
import socket
attempt(
    lambda: socket.create_connection(("127.0.0.1", canary["tcpPort"]), 1) and None,
    lambda: socket.socket(socket.AF_UNIX).connect(canary["unixPath"]),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", canary["udpPort"])) and None,
    lambda: __import__("urllib.request").request.urlopen(f"http://127.0.0.1:{canary['tcpPort']}"),
)
`,
      "finds Node in the js module": `
import js
attempt(lambda: js.process.binding("fs"), lambda: js.process.env, lambda: js.globalThis.process.env.SANDBOX_CANARY, lambda: js.fetch, lambda: js.eval("process"))
`,
      "climbs through constructors": `
import js, pyodide_js
attempt(
    lambda: js.Object.constructor("return process")().getBuiltinModule("fs").readFileSync(canary["file"], "utf8"),
    lambda: pyodide_js.constructor.constructor("return process")().getBuiltinModule("fs").readFileSync(canary["file"], "utf8"),
    lambda: pyodide_js.runPython.constructor("return process")().getBuiltinModule("child_process").execSync("touch " + canary["folder"] + "/climbed"),
    lambda: pyodide_js.globals.constructor.constructor("return process")().env.SANDBOX_CANARY,
)
`,
      "uses the ffi to call into the engine": `
from pyodide.ffi import create_proxy, to_js, JsProxy, run_sync
import pyodide_js
Function = pyodide_js.loadPackage.constructor
process = Function("return process")()
fs = process.getBuiltinModule("fs")
attempt(
    lambda: fs.readFileSync(canary["file"], "utf8"),
    lambda: fs.writeFileSync(canary["folder"] + "/ffi", "x"),
    lambda: process.kill(process.ppid, "SIGKILL") and "BREACH killed",
    lambda: process.binding("spawn_sync").spawn(to_js({"file": "/usr/bin/touch", "args": ["touch", canary["folder"] + "/ffi"], "envPairs": [], "stdio": []}, dict_converter=Function("return Object.fromEntries")())) and None,
)
`,
      "opens the core of Pyodide": `
import importlib
for name in ("_pyodide_core", "_pyodide", "_pyodide._base", "pyodide._core", "pyodide_js._api", "pyodide_js._module"):
    attempt(lambda: importlib.import_module(name) and None)
import pyodide_js
attempt(
    lambda: pyodide_js._module.FS.mount(pyodide_js._module.NODEFS, {"root": "/"}, "/mnt"),
    lambda: pyodide_js._api.config and None,
    lambda: pyodide_js._module.ENV.SANDBOX_CANARY,
    lambda: pyodide_js._module.FS.filesystems.NODEFS and None,
    lambda: pyodide_js.FS.readFile(canary["file"]),
    lambda: pyodide_js.FS.createLazyFile("/", "lazy", "file://" + canary["file"], True, False) and open("/lazy").read(),
)
`,
      "mounts the folders of the host": `
import pyodide_js
pyodide_js.mountNodeFS("/host", canary["folder"])
open("/host/mounted", "w").write("x")
`,
      "installs packages": `
import pyodide_js, asyncio
attempt(lambda: pyodide_js.loadPackage("file://" + canary["file"]) and None, lambda: pyodide_js.loadPackage("http://127.0.0.1:%d/x.whl" % canary["tcpPort"]) and None, lambda: pyodide_js.loadPackage("micropip") and None, lambda: asyncio.run(asyncio.sleep(0.2)))
`,
      "fetches with pyodide": `
import asyncio
from pyodide.http import pyfetch, open_url
async def main():
    for url in ("http://127.0.0.1:%d" % canary["tcpPort"], "file://" + canary["file"]):
        try:
            print(await (await pyfetch(url)).string())
        except BaseException:
            pass
attempt(lambda: open_url("http://127.0.0.1:%d" % canary["tcpPort"]), lambda: asyncio.run(main()))
`,
      "reads files through JavaScript": throughJavascript(`
        const fs = builtin('fs');
        attempt(
          () => fs.readFileSync(canary.file, 'utf8'),
          () => fs.readdirSync(canary.folder).join(),
          () => process.binding('fs').open(canary.file, 0, 438, undefined, {}),
          () => fs.writeFileSync(canary.folder + '/written', 'x'),
          () => fs.unlinkSync(canary.file),
          () => fs.chmodSync(canary.file, 0),
          () => fs.utimesSync(canary.file, 1, 1),
          () => process.report.writeReport(canary.folder + '/report'),
          () => builtin('v8').writeHeapSnapshot(canary.folder + '/heap'),
          () => JSON.stringify(process.env),
        );
      `),
      "makes processes through JavaScript": throughJavascript(`
        const processes = builtin('child_process');
        const ignore = (child) => { child.on('error', () => {}); return undefined; };
        attempt(
          () => processes.execSync('touch ' + canary.folder + '/executed'),
          () => ignore(processes.spawn('/bin/sleep', [canary.marker], { detached: true, stdio: 'ignore' })),
          () => JSON.stringify(process.binding('spawn_sync').spawn({ file: '/usr/bin/touch', args: ['touch', canary.folder + '/spawned'], envPairs: [], stdio: [] })),
          () => process.kill(process.ppid, 'SIGKILL') && 'BREACH signalled',
          () => process.kill(-1, 'SIGKILL') && 'BREACH signalled',
          () => ignore(new (builtin('worker_threads').Worker)('1', { eval: true })),
          () => builtin('inspector').open(0) && 'BREACH opened',
          () => process.dlopen({ exports: {} }, canary.file),
          () => process.setuid(0),
        );
      `),
      "connects through JavaScript": throughJavascript(`
        const net = builtin('net');
        const ignore = (object) => { object.on?.('error', () => {}); return undefined; };
        attempt(
          () => ignore(net.connect(canary.tcpPort, '127.0.0.1')),
          () => ignore(net.connect(canary.unixPath)),
          () => ignore(net.connect('\\0' + canary.abstractName)),
          () => ignore(builtin('dgram').createSocket('udp4').send('x', canary.udpPort, '127.0.0.1')),
          () => ignore(builtin('http').get('http://127.0.0.1:' + canary.tcpPort)),
          () => void fetch('http://127.0.0.1:' + canary.tcpPort).catch(() => {}),
        );
      `),
      "closes the descriptors of the child": `
import pyodide_js
fs = pyodide_js.loadPackage.constructor("return process")().getBuiltinModule("fs")
for fd in range(64):
    attempt(lambda: fs.writeSync(fd, "junk") and None, lambda: fs.closeSync(fd))
`,
    },
  ),
  ...programs(
    { language: "python", prelude: PYTHON_PRELUDE, ends: ["RUNTIME_ERROR"] },
    {
      "forges a verdict": `
import pyodide_js
process = pyodide_js.loadPackage.constructor("return process")()
attempt(lambda: process.getBuiltinModule("fs").writeSync(3, "S" * 9 + "G"))
print(json.dumps({"error": None, "exitCode": 0}))
process.getBuiltinModule("fs").writeSync(3, "G")
sys.exit(7)
`,
      aborts: `
import pyodide_js
pyodide_js.loadPackage.constructor("return process")().abort()
`,
    },
  ),
  ...programs(
    { language: "python", prelude: PYTHON_PRELUDE, ends: HUNGRY },
    {
      "fills lists": `
kept = []
while True:
    kept.append(bytearray(b"x" * 10_000_000))
`,
      "fills the memory of the engine": `
import pyodide_js
pyodide_js.loadPackage.constructor("const kept = []; for (;;) kept.push(new Uint8Array(1e7).fill(1));")()
`,
    },
  ),
  ...programs(
    { language: "python", prelude: PYTHON_PRELUDE, ends: ENDLESS, limits: BRIEF },
    {
      "loops for ever": `
while True:
    pass
`,
      "loops in the engine": `
import pyodide_js
pyodide_js.loadPackage.constructor("for (;;);")()
`,
    },
  ),
  ...programs(
    { language: "python", prelude: PYTHON_PRELUDE, ends: ["OUTPUT_LIMIT"] },
    {
      "prints without end": `
while True:
    print("x" * 10_000)
`,
    },
  ),
];
