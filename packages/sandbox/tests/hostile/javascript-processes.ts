import { JAVASCRIPT_PRELUDE, programs, type HostileProgram } from "./program.js";

/** Other processes: making them, signalling them, looking into them, becoming another. */
export const JAVASCRIPT_PROCESSES: HostileProgram[] = programs(
  { language: "javascript", prelude: JAVASCRIPT_PRELUDE },
  {
    "reads the environment of itself and its parent": `
      console.log(JSON.stringify(process.env));
      for (const pid of ['self', process.ppid, process.pid, 1])
        for (const file of ['environ', 'cmdline', 'maps', 'stat'])
          attempt(() => 'BREACH read ' + require('fs').readFileSync('/proc/' + pid + '/' + file, 'utf8'));
    `,
    "reports the environment": `
      attempt(() => JSON.stringify(process.report.getReport()), () => JSON.stringify(process.config) && undefined);
      console.log(JSON.stringify({ ...process.env }), JSON.stringify(load('config')));
    `,
    "spawns a process": `
      const { spawn } = load('spawn_sync');
      console.log(JSON.stringify(spawn({ file: '/bin/sh', args: ['sh', '-c', 'touch ' + canary.folder + '/spawned'], envPairs: [], stdio: [] })));
    `,
    "spawns a process that stays": `
      const { Process } = load('process_wrap');
      console.log(new Process().spawn({ file: '/bin/sleep', args: ['sleep', canary.marker], detached: true, stdio: [] }));
    `,
    "spawns as root": `
      const { Process } = load('process_wrap');
      for (const flags of [{ uid: 0, gid: 0 }, { detached: true }, { cwd: canary.folder }])
        attempt(() => new Process().spawn({ file: process.execPath, args: ['node', '-e', 'setInterval(Date, 1e3) // ' + canary.marker], stdio: [], ...flags }));
    `,
    "loads child_process by every way in": `
      const ways = [
        () => require('child_process'),
        () => process.mainModule.require('child_process'),
        () => process.getBuiltinModule('child_process'),
        () => builtin('child_process'),
        () => require('module').createRequire('/x.js')('child_process'),
        () => require('module').prototype.require.call({ paths: [] }, 'child_process'),
        () => process.binding('natives').child_process,
      ];
      for (const way of ways)
        attempt(() => way().execSync('sleep ' + canary.marker + ' >/dev/null 2>&1 & touch ' + canary.folder + '/executed').toString());
    `,
    "spawns in every manner of child_process": `
      const processes = builtin('child_process');
      const ignore = (child) => { child.on('error', () => {}); return undefined; };
      attempt(
        () => ignore(processes.spawn('/bin/sleep', [canary.marker], { detached: true, stdio: 'ignore' })),
        () => ignore(processes.exec('touch ' + canary.folder + '/exec')),
        () => ignore(processes.execFile('/usr/bin/touch', [canary.folder + '/execFile'])),
        () => ignore(processes.fork(canary.file)),
        () => processes.spawnSync('/usr/bin/touch', [canary.folder + '/spawnSync']).status,
        () => processes.execFileSync('/usr/bin/touch', [canary.folder + '/execFileSync']),
      );
    `,
    "forks a cluster": `
      const cluster = builtin('cluster');
      cluster.setupPrimary?.({ exec: canary.file });
      attempt(() => void cluster.fork().on('error', () => {}));
    `,
    "runs tests in processes": `
      attempt(() => void builtin('node:test').run({ files: [canary.file] }).on('data', () => {}));
    `,
    "replaces itself": `
      attempt(() => process.execve?.('/usr/bin/touch', ['touch', canary.folder + '/replaced'], {}));
    `,
    "starts worker threads": `
      const { Worker } = builtin('worker_threads');
      for (let i = 0; i < 20; i += 1)
        attempt(() => void new Worker('require("fs").writeFileSync(' + JSON.stringify(canary.folder + '/worker') + ', "x")', { eval: true }).on('error', () => {}));
    `,
    "starts a web worker": `attempt(() => void new Worker('data:text/javascript,1'))`,
    "signals its parent and everybody": `
      for (const pid of [process.ppid, 0, -1, 1, process.pid, -process.ppid, -process.pid])
        for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSTOP', 'SIGUSR1', 'SIGUSR2', 'SIGHUP', 'SIGCONT', 0])
          attempt(() => process.kill(pid, signal) && 'BREACH signalled ' + pid, () => load('process_methods')._kill(pid, 9) === 0 ? 'BREACH signalled ' + pid : undefined);
    `,
    "signals every process there could be": `
      let reached = 0;
      for (let pid = 1; pid < 40_000; pid += 1) {
        if (pid === process.pid) continue;
        try { process.kill(pid, 0); reached += 1; } catch {}
      }
      if (reached > 0) console.log('BREACH signalled ' + reached);
    `,
    "debugs its parent": `
      attempt(() => process._debugProcess(process.ppid) ?? 'BREACH signalled', () => process._debugProcess(1) ?? 'BREACH signalled', () => process._debugEnd?.());
    `,
    "opens the inspector": `
      const inspector = builtin('inspector');
      attempt(
        () => inspector.open(0, '127.0.0.1') && 'BREACH opened',
        () => inspector.open(canary.tcpPort, '127.0.0.1'),
        () => inspector.url(),
        () => process._debugProcess(process.pid),
        () => inspector.waitForDebugger(),
      );
    `,
    "talks to the inspector from within": `
      const { Session, Network } = builtin('inspector');
      const session = new Session();
      attempt(
        () => session.connect(),
        () => session.connectToMainThread?.(),
        () => session.post('Runtime.evaluate', { expression: 'require("fs").readFileSync(' + JSON.stringify(canary.file) + ', "utf8")', includeCommandLineAPI: true }, (error, result) => console.log(JSON.stringify(result))),
        () => session.post('Runtime.evaluate', { expression: 'process.mainModule?.require("child_process").execSync("touch ' + canary.folder + '/inspected")', includeCommandLineAPI: true }),
        () => session.post('HeapProfiler.takeHeapSnapshot'),
        () => session.post('NodeWorker.enable', { waitForDebuggerOnStart: true }),
        () => session.post('NodeTracing.start', { traceConfig: { includedCategories: ['v8'] } }),
        () => session.post('Debugger.enable'),
        () => session.post('Profiler.startPreciseCoverage'),
        () => session.post('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true }),
        () => session.post('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }),
      );
    `,
    "loads native addons": `
      for (const file of [canary.file, process.execPath, '/usr/lib/x86_64-linux-gnu/libc.so.6', '/lib/x86_64-linux-gnu/libdl.so.2', 'libc.so.6', '/proc/self/exe', '/memfd:x'])
        attempt(() => process.dlopen({ exports: {} }, file), () => process.dlopen({ exports: {} }, file, require('os').constants.dlopen.RTLD_NOW));
      const wrapper = { exports: {} };
      const loaded = Object.keys(builtin('module')._cache).filter((name) => name.endsWith('.node'));
      console.log(loaded.length === 0 ? 'no addon' : 'addon ' + loaded);
      attempt(() => builtin('node:ffi'));
    `,
    "finds the addon of its own harness": `
      const cache = builtin('module')._cache;
      for (const [name, { exports }] of Object.entries(cache))
        attempt(() => {
          if (typeof exports?.load !== 'function') return undefined;
          const libc = exports.load(null);
          const call = libc.func('syscall', 'long', ['long', 'long', 'long', 'long']);
          console.log('fork', call(57, 0, 0, 0), 'kill', call(62, process.ppid, 0, 0), 'socket', call(41, 2, 1, 0));
          const open = libc.func('int open(const char*, int)');
          const descriptor = open(canary.file, 0);
          return descriptor < 0 ? undefined : require('fs').readFileSync(descriptor, 'utf8');
        });
    `,
    "tries every binding": `
      const names = ['async_wrap', 'buffer', 'cares_wrap', 'config', 'constants', 'contextify', 'crypto', 'fs', 'fs_event_wrap', 'http_parser', 'icu', 'inspector', 'js_stream', 'natives', 'os', 'pipe_wrap', 'process_wrap', 'signal_wrap', 'spawn_sync', 'stream_wrap', 'tcp_wrap', 'tls_wrap', 'tty_wrap', 'udp_wrap', 'url', 'util', 'uv', 'v8', 'zlib', 'worker', 'process_methods', 'mksnapshot', 'report', 'performance', 'module_wrap', 'permission', 'wasi', 'internal_only_v8', 'messaging', 'sea', 'sqlite', 'ffi', 'heap_utils', 'profiler', 'trace_events', 'watchdog'];
      for (const name of names) {
        let binding;
        try { binding = process._linkedBinding(name); } catch {}
        try { binding ??= load(name); } catch {}
        if (binding === undefined || name === 'process_methods') continue;
        for (const key of Object.keys(binding)) {
          if (/abort|crash|exit|kill|sleep|block|wait|trigger/i.test(key) || typeof binding[key] !== 'function') continue;
          try { binding[key](canary.file, canary.folder + '/' + key, 65, 438); } catch {}
          try { new binding[key](canary.folder + '/' + key); } catch {}
        }
      }
    `,
    "reaches internals through stacks and prototypes": `
      attempt(() => {
        Error.prepareStackTrace = (_error, sites) => sites;
        for (const site of new Error('x').stack)
          for (const read of ['getThis', 'getFunction', 'getEvalOrigin'])
            attempt(() => { const value = site[read](); return value?.internalBinding?.('fs') && 'BREACH internal binding'; });
      });
      attempt(
        () => process.binding.constructor('return internalBinding')()('fs'),
        () => (0, eval)('internalBinding')('fs'),
        () => require('vm').runInThisContext('process').binding('fs').internalModuleReadJSON?.(canary.file),
        () => builtin('internal/bootstrap/realm'),
        () => builtin('internal/test/binding').internalBinding('fs'),
        () => require('v8').setFlagsFromString('--expose-internals'),
      );
    `,
    "leaves through a context of its own": `
      const vm = require('vm');
      const context = vm.createContext({});
      attempt(
        () => vm.runInContext('this.constructor.constructor("return process")().mainModule.require("fs").readFileSync(' + JSON.stringify(canary.file) + ', "utf8")', context),
        () => vm.runInNewContext('this.constructor.constructor("return process")().getBuiltinModule("fs").readFileSync(' + JSON.stringify(canary.file) + ', "utf8")'),
        () => new vm.Script('import(' + JSON.stringify(canary.file) + ')', { importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER }).runInThisContext() && undefined,
      );
    `,
    "changes its own identity": `
      attempt(() => process.setuid(0), () => process.setgid(0), () => process.setgroups([0]), () => process.seteuid(0), () => process.setegid(0), () => process.initgroups('root', 0));
      if (canary.uid === 0 && process.getuid() === 0) console.log('BREACH is root');
      console.log(require('fs').readFileSync(canary.file, 'utf8'));
    `,
    "changes priorities": `
      const os = require('os');
      for (const pid of [0, process.ppid, 1]) attempt(() => os.setPriority(pid, 19) ?? 'BREACH reprioritised ' + pid, () => os.setPriority(pid, -20) ?? 'BREACH reprioritised ' + pid);
    `,
    "takes another name": `
      process.title = ') Z 1 1 1 ' + canary.marker;
      process.argv0 = 'init';
      console.log('named');
    `,
    "opens devices and memory": `
      const { openSync } = require('fs');
      for (const path of ['/dev/mem', '/proc/self/mem', '/proc/' + process.ppid + '/mem', '/dev/kmsg', '/sys/kernel/notes', '/proc/sysrq-trigger', '/dev/tty', '/dev/ptmx', '/dev/fuse', '/dev/net/tun', '/dev/kvm'])
        for (const mode of ['r', 'r+', 'w']) attempt(() => 'BREACH opened ' + path + openSync(path, mode));
    `,
  },
);
