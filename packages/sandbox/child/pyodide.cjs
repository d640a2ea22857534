// @ts-check
"use strict";
/**
 * Runs one Python program in Pyodide (CPython as WebAssembly) inside a Node child, for hosts
 * without a Python of their own.
 */
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const control = require("./control-channel.cjs");
const { writeFully } = require("./program-io.cjs");
const { prepareLock } = require("./lock.cjs");

/** Agreed with the parent; see `python_program.py`. */
const OUT_OF_MEMORY_EXIT_CODE = 94;

/** @type {import('./lock.cjs').LockPlan & { pyodideFolder: string, snapshotPath: string }} */
const plan = JSON.parse(String(process.argv[2]));

/** @param {number} descriptor */
function outputTo(descriptor) {
  return {
    isatty: false,
    write(/** @type {Uint8Array} */ bytes) {
      writeFully(descriptor, bytes);
      return bytes.length;
    },
  };
}

async function loadPython() {
  const { loadPyodide } = await import(
    pathToFileURL(path.join(plan.pyodideFolder, "pyodide.mjs")).href
  );
  const python = await loadPyodide({
    indexURL: plan.pyodideFolder + path.sep,
    _loadSnapshot: fs.readFileSync(plan.snapshotPath),
    env: { HOME: "/home/pyodide", TZ: "UTC" },
    // What `import js` shows: nothing of Node.
    jsglobals: Object.create(null),
  });
  python.setStdin({
    isatty: false,
    read: (/** @type {Uint8Array} */ buffer) => fs.readSync(0, buffer, 0, buffer.length, null),
  });
  python.setStdout(outputTo(1));
  python.setStderr(outputTo(2));
  return python;
}

const IMPORT_OWN_MODULE = `
import sys, types
module = sys.modules[name] = types.ModuleType(name)
exec(compile(source, f"<{name}>", "exec"), module.__dict__)
module
`;

/** In the order in which they import each other. */
const OWN_MODULES = ["python_event_loop", "python_modules", "python_program"];

/**
 * Imports the Python files that lie beside this one, and hides them from the program.
 * @param {Awaited<ReturnType<typeof loadPython>>} python
 */
function importOwnModules(python) {
  const [eventLoop, , program] = OWN_MODULES.map((name) => {
    const source = fs.readFileSync(path.join(__dirname, `${name}.py`), "utf8");
    return python.runPython(IMPORT_OWN_MODULE, { globals: python.toPy({ name, source }) });
  });
  const globals = python.toPy({ names: OWN_MODULES });
  python.runPython("import sys\nfor name in names: del sys.modules[name]", { globals });
  return { eventLoop, program };
}

async function main() {
  const { lock, exitNow } = prepareLock(plan);
  const python = await loadPython();
  const { eventLoop, program: runner } = importOwnModules(python);
  eventLoop.install_event_loop(false);
  process.cwd();
  await fs.promises.stat("/");
  lock();
  control.sayReady();

  const program = control.receiveProgram();
  if (program === null) return exitNow(0);
  const [compiled, errorText] = runner.compile_program(
    python.toPy(program.files),
    python.toPy(program.args),
  );
  if (compiled === undefined) {
    control.sayCompileError(errorText);
    return exitNow(1);
  }
  control.sayStarted();
  let status = 1;
  try {
    status = compiled.run();
  } catch (error) {
    // Pyodide itself has failed: out of memory, or a stack too deep for WebAssembly.
    writeFully(2, Buffer.from(`${String(error)}\n`));
    if (error instanceof RangeError && /memory/i.test(error.message))
      status = OUT_OF_MEMORY_EXIT_CODE;
  }
  control.sayGoodbye();
  return exitNow(status);
}

void main();
