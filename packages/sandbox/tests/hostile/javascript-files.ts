import { JAVASCRIPT_PRELUDE, programs, type HostileProgram } from "./program.js";

/** Reading, writing and changing what lies on the disk. */
export const JAVASCRIPT_FILES: HostileProgram[] = programs(
  { language: "javascript", prelude: JAVASCRIPT_PRELUDE },
  {
    "reads a file": `console.log(require('fs').readFileSync(canary.file, 'utf8'))`,
    "reads a file through promises": `require('fs').promises.readFile(canary.file, 'utf8').then(console.log)`,
    "reads a file through a stream": `require('fs').createReadStream(canary.file).on('data', (d) => console.log(String(d)))`,
    "reads a file through the bindings": `
      const fs = load('fs');
      const fd = fs.open(canary.file, 0, 0o666, undefined, {});
      console.log(fd, require('fs').readFileSync(fd, 'utf8'));
    `,
    "reads a file through every door of fs": `
      const fs = require('fs');
      attempt(
        () => String(fs.readSync(fs.openSync(canary.file), Buffer.alloc(99))),
        () => fs.openAsBlob(canary.file).then((blob) => blob.text()).then(console.log, () => {}),
        () => fs.promises.open(canary.file).then((handle) => handle.readFile('utf8')).then(console.log, () => {}),
        () => fs.cpSync(canary.file, canary.folder + '/copy'),
        () => fs.opendirSync(canary.folder).readSync().name,
        () => fs.realpathSync.native(canary.folder + '/..') && undefined,
        () => fs.watch(canary.folder, () => {}).close(),
        () => fs.watchFile(canary.file, { interval: 10 }, console.log) && fs.unwatchFile(canary.file),
        () => fs.globSync?.(canary.folder + '/*').join(),
        () => fs.accessSync(canary.file, fs.constants.R_OK),
        () => fs.readlinkSync('/proc/self/exe') && undefined,
      );
    `,
    "reads through the files of its own process": `
      const fs = require('fs');
      for (const path of ['/proc/self/root' + canary.file, '/proc/self/cwd/..' + canary.file, '/proc/self/fd/3', '/dev/fd/0', '/proc/' + process.ppid + '/root' + canary.file])
        attempt(() => fs.readFileSync(path, 'utf8'));
    `,
    "imports a file as a module": `import(canary.file).then(console.log)`,
    "imports a file by its URL": `import('file://' + canary.file).then(console.log, (error) => console.log(error.stack))`,
    "imports a data URL that reads": `
      import('data:text/javascript,import fs from "fs"; console.log(fs.readFileSync(' + JSON.stringify(canary.file) + ', "utf8"))')
        .then(console.log);
    `,
    "loads a file through createRequire": `console.log(require('module').createRequire('/')(canary.file))`,
    "compiles a file as a module of Node's own": `
      const Module = require('module');
      const made = new Module('/x.js');
      made.paths = ['/'];
      attempt(() => made.load(canary.file), () => made.require(canary.file), () => Module._extensions['.json'](made, canary.file));
    `,
    "registers hooks that load files": `
      const Module = require('module');
      attempt(
        () => Module.register('file://' + canary.file),
        () => Module.registerHooks?.({ load: (url, context, next) => next('file://' + canary.file, context) }),
        () => process.getBuiltinModule?.('module').register('data:text/javascript,import "fs"'),
      );
      import('node:fs').then((fs) => console.log(fs.readFileSync(canary.file, 'utf8'))).catch(() => {});
      import(canary.file).catch(() => {});
    `,
    "loads a file from a source map": `
      process.setSourceMapsEnabled(true);
      require('module').findSourceMap?.(canary.file);
      require('vm').runInThisContext('throw new Error(1)//# sourceMappingURL=file://' + canary.file, { filename: canary.file });
    `,
    "loads an environment file": `
      attempt(() => process.loadEnvFile(canary.file), () => JSON.stringify(process.env));
    `,
    "opens a database file": `
      const { DatabaseSync, backup } = builtin('node:sqlite');
      attempt(
        () => new DatabaseSync(canary.folder + '/database').exec('create table t(a)'),
        () => new DatabaseSync(canary.file, { readOnly: true }).exec('select 1'),
        () => {
          const memory = new DatabaseSync(':memory:', { allowExtension: true });
          attempt(
            () => memory.exec("attach '" + canary.folder + "/attached' as other; create table other.t(a)"),
            () => memory.exec("vacuum into '" + canary.folder + "/vacuumed'"),
            () => memory.exec("pragma temp_store_directory = '" + canary.folder + "'"),
            () => memory.loadExtension(canary.file),
            () => JSON.stringify(memory.prepare("select readfile('" + canary.file + "')").all()),
            () => backup(memory, canary.folder + '/backup').catch(() => {}) && undefined,
          );
        },
      );
    `,
    "reads assets and snapshots of an executable": `
      attempt(
        () => builtin('node:sea').getRawAsset(canary.file),
        () => require('v8').startupSnapshot.setDeserializeMainFunction(() => {}),
        () => load('mksnapshot'),
      );
    `,
    "lists folders": `console.log(require('fs').readdirSync(canary.folder).join())`,
    "opens every descriptor number": `
      const fs = require('fs');
      for (let fd = 3; fd < 1100; fd += 1)
        attempt(() => fs.writeSync(fd, 'junk') && undefined, () => fs.ftruncateSync(fd), () => fs.fchmodSync(fd, 0));
    `,
    "writes a file": `require('fs').writeFileSync(canary.folder + '/written', 'x')`,
    "writes where everybody may": `
      const fs = require('fs');
      for (const folder of [canary.folder, '/tmp', '/dev/shm', '/var/tmp', '.', '/run', process.cwd(), '/dev', '/proc/self'])
        attempt(
          () => fs.writeFileSync(folder + '/' + canary.marker, 'x') ?? 'BREACH wrote into ' + folder,
          () => 'BREACH wrote into ' + fs.mkdtempSync(folder + '/' + canary.marker),
          () => fs.mkdtempDisposableSync?.(folder + '/' + canary.marker) && 'BREACH wrote into ' + folder,
        );
    `,
    "appends to a file": `require('fs').appendFileSync(canary.file, 'x')`,
    "removes, renames and links files": `
      const fs = require('fs');
      attempt(
        () => fs.unlinkSync(canary.file),
        () => fs.rmSync(canary.file),
        () => fs.rmSync(canary.folder, { recursive: true }),
        () => fs.renameSync(canary.file, canary.folder + '/moved'),
        () => fs.linkSync(canary.file, canary.folder + '/linked'),
        () => fs.symlinkSync(canary.file, canary.folder + '/symlinked'),
        () => fs.mkdirSync(canary.folder + '/made', { recursive: true }),
        () => fs.truncateSync(canary.file),
        () => fs.chmodSync(canary.file, 0),
        () => fs.chownSync(canary.file, 1, 1),
        () => fs.lchownSync(canary.file, 1, 1),
        () => fs.utimesSync(canary.file, 1, 1),
        () => fs.lutimesSync(canary.file, 1, 1),
        () => fs.copyFileSync(canary.file, canary.folder + '/copied'),
      );
    `,
    "changes files through promises": `
      const fs = require('fs').promises;
      Promise.allSettled([
        fs.writeFile(canary.folder + '/promised', 'x'),
        fs.appendFile(canary.file, 'x'),
        fs.unlink(canary.file),
        fs.chmod(canary.file, 0),
        fs.utimes(canary.file, 1, 1),
        fs.mkdir(canary.folder + '/folder'),
        fs.cp(canary.file, canary.folder + '/copied'),
      ]).then((results) => console.log(results.filter(({ status }) => status === 'fulfilled').length));
    `,
    "writes a heap snapshot": `
      const v8 = require('v8');
      process.chdir = undefined;
      attempt(
        () => v8.writeHeapSnapshot(canary.folder + '/heap'),
        () => v8.setHeapSnapshotNearHeapLimit?.(1),
        () => load('heap_utils'),
      );
      const kept = [];
      for (;;) kept.push(new Array(1000).fill(1));
    `,
    "writes a report file": `
      process.report.directory = canary.folder;
      attempt(() => process.report.writeReport('report.json'), () => process.report.writeReport(canary.folder + '/report'));
      Object.assign(process.report, { reportOnFatalError: true, reportOnUncaughtException: true, reportOnSignal: true });
      process.report.filename = 'fatal';
      setImmediate(() => { throw new Error('x'); });
    `,
    "writes coverage, traces and profiles": `
      const v8 = require('v8');
      process.env.NODE_V8_COVERAGE = canary.folder;
      attempt(() => v8.takeCoverage(), () => v8.stopCoverage(), () => v8.startCpuProfile?.());
      for (const flag of ['--prof', '--logfile=' + canary.folder + '/log', '--log-all', '--perf-basic-prof', '--trace-turbo', '--trace-turbo-path=' + canary.folder, '--gdbjit', '--redirect-code-traces', '--redirect-code-traces-to=' + canary.folder + '/code', '--print-opt-code', '--trace-gc', '--heap-snapshot-on-oom', '--experimental-wasm-memory64', '--dump-wasm-module', '--dump-wasm-module-path=' + canary.folder])
        attempt(() => v8.setFlagsFromString(flag));
      attempt(() => builtin('trace_events').createTracing({ categories: ['node', 'v8'] }).enable());
      for (let i = 0; i < 1e5; i += 1) Math.sqrt(i);
      new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    `,
    "makes a WASI with the disk in it": `
      const { WASI } = builtin('wasi');
      const wasi = new WASI({ version: 'preview1', preopens: { '/': canary.folder } });
      const memory = new WebAssembly.Memory({ initial: 1 });
      wasi.finalizeBindings?.({ exports: { memory } });
      Buffer.from(memory.buffer).write('wasi');
      console.log(wasi.wasiImport.path_open(3, 0, 0, 4, 1, 64n, 0n, 0, 100));
    `,
    "changes its folder, root and mask": `
      attempt(() => process.chdir(canary.folder), () => process.umask(0) && undefined, () => load('process_methods').chdir(canary.folder));
      console.log(process.cwd() === '/' ? 'stayed' : 'BREACH moved');
      require('fs').writeFileSync('relative', 'x');
    `,
    "takes its permissions for granted": `
      attempt(() => process.permission?.has('fs.read'), () => process.permission?.drop?.('fs'));
      console.log(require('fs').readFileSync(canary.file, 'utf8'));
    `,
  },
);
