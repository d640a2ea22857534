/**
 * Programs that try to get out, by name. Each finds the canaries as JSON in its first argument:
 * `{ file, folder, tcpPort, udpPort, unixPath, marker }`. What they could read they print.
 */
const PRELUDE = `
const canary = JSON.parse(process.argv[2]);
const load = (name) => process.binding(name);
`;

function program(body: string): string {
  return PRELUDE + body;
}

export const HOSTILE_JAVASCRIPT: Record<string, string> = {
  "reads a file": program(`console.log(require('fs').readFileSync(canary.file, 'utf8'))`),
  "reads a file through promises": program(
    `require('fs').promises.readFile(canary.file, 'utf8').then(console.log)`,
  ),
  "reads a file through a stream": program(
    `require('fs').createReadStream(canary.file).on('data', (d) => console.log(String(d)))`,
  ),
  "reads a file through the bindings": program(`
    const fs = load('fs');
    console.log(Object.keys(fs).length);
    const fd = fs.open(canary.file, 0, 0o666, undefined, {});
    console.log(fd);
    console.log(require('fs').readFileSync(fd, 'utf8'));
  `),
  "imports a file as a module": program(`import(canary.file).then(console.log)`),
  "imports a data URL that reads": program(`
    import('data:text/javascript,import fs from "fs"; console.log(fs.readFileSync(' + JSON.stringify(canary.file) + ', "utf8"))')
      .then(console.log);
  `),
  "loads a file through createRequire": program(
    `console.log(require('module').createRequire('/')(canary.file))`,
  ),
  "lists folders": program(`console.log(require('fs').readdirSync(canary.folder).join())`),
  "opens every descriptor number": program(`
    const fs = require('fs');
    for (let fd = 3; fd < 64; fd += 1) {
      try { fs.writeSync(fd, 'junk'); } catch {}
      try { console.log(String(fs.readSync(fd, Buffer.alloc(10), 0, 10, 0))); } catch {}
    }
  `),
  "reads the environment of itself and its parent": program(`
    console.log(JSON.stringify(process.env));
    for (const pid of ['self', process.ppid, process.pid, 1]) {
      try { console.log(require('fs').readFileSync('/proc/' + pid + '/environ', 'utf8')); } catch {}
    }
    try { console.log(JSON.stringify(process.report.getReport())); } catch {}
  `),
  "writes a report file": program(`
    process.report.directory = canary.folder;
    process.report.writeReport('report.json');
  `),
  "writes a file": program(`require('fs').writeFileSync(canary.folder + '/written', 'x')`),
  "appends to a file": program(`require('fs').appendFileSync(canary.file, 'x')`),
  "removes, renames and links files": program(`
    const fs = require('fs');
    const attempts = [
      () => fs.unlinkSync(canary.file),
      () => fs.renameSync(canary.file, canary.folder + '/moved'),
      () => fs.linkSync(canary.file, canary.folder + '/linked'),
      () => fs.symlinkSync(canary.file, canary.folder + '/symlinked'),
      () => fs.mkdirSync(canary.folder + '/made'),
      () => fs.truncateSync(canary.file),
      () => fs.chmodSync(canary.file, 0),
      () => fs.utimesSync(canary.file, 1, 1),
      () => fs.copyFileSync(canary.file, canary.folder + '/copied'),
    ];
    for (const attempt of attempts) try { attempt(); } catch {}
  `),
  "writes a heap snapshot": program(`
    process.chdir = undefined;
    require('v8').writeHeapSnapshot(canary.folder + '/heap');
  `),
  "changes its folder and root": program(
    `process.chdir(canary.folder); console.log(process.cwd())`,
  ),
  "connects to TCP": program(`
    const { TCP, TCPConnectWrap, constants } = load('tcp_wrap');
    const socket = new TCP(constants.SOCKET);
    const request = new TCPConnectWrap();
    request.oncomplete = (status) => console.log('status', status);
    console.log(socket.connect(request, '127.0.0.1', canary.tcpPort));
  `),
  "connects with net": program(`
    process.mainModule?.require('net').connect(canary.tcpPort, '127.0.0.1');
    process.getBuiltinModule?.('net').connect(canary.tcpPort, '127.0.0.1');
  `),
  fetches: program(`fetch('http://127.0.0.1:' + canary.tcpPort).then(console.log, console.log)`),
  "sends a datagram": program(`
    const { UDP, SendWrap } = load('udp_wrap');
    const socket = new UDP();
    console.log(socket.send(new SendWrap(), [Buffer.from('x')], 1, canary.udpPort, '127.0.0.1', false));
  `),
  "connects to a UNIX socket": program(`
    const { Pipe, PipeConnectWrap, constants } = load('pipe_wrap');
    const request = new PipeConnectWrap();
    request.oncomplete = (status) => console.log('status', status);
    new Pipe(constants.SOCKET).connect(request, canary.unixPath);
  `),
  "listens on TCP": program(`
    const { TCP, constants } = load('tcp_wrap');
    const server = new TCP(constants.SERVER);
    console.log(server.bind('127.0.0.1', 0), server.listen(1));
  `),
  "resolves a host name": program(`
    const { GetAddrInfoReqWrap, getaddrinfo } = load('cares_wrap');
    const request = new GetAddrInfoReqWrap();
    request.oncomplete = console.log;
    getaddrinfo(request, 'localhost', 0, 0, 0);
  `),
  "spawns a process": program(`
    const { spawn } = load('spawn_sync');
    const result = spawn({ file: '/bin/sh', args: ['sh', '-c', 'touch ' + canary.folder + '/spawned'], envPairs: [], stdio: [] });
    console.log(JSON.stringify(result));
  `),
  "spawns a process that stays": program(`
    const { Process } = load('process_wrap');
    const child = new Process();
    console.log(child.spawn({ file: '/bin/sleep', args: ['sleep', canary.marker], detached: true, stdio: [] }));
  `),
  "loads child_process by every way in": program(`
    const ways = [
      () => require('child_process'),
      () => process.mainModule.require('child_process'),
      () => process.getBuiltinModule('child_process'),
      () => require('module')._load('child_process'),
      () => require('module').createRequire('/x.js')('child_process'),
    ];
    for (const way of ways) {
      try { console.log(way().execSync('sleep ' + canary.marker + ' >/dev/null 2>&1 & touch ' + canary.folder + '/executed').toString()); } catch {}
    }
  `),
  "starts worker threads": program(`
    const { Worker } = require('module')._load('worker_threads');
    for (let i = 0; i < 20; i += 1) {
      try { new Worker('require("fs").writeFileSync(' + JSON.stringify(canary.folder + '/worker') + ', "x")', { eval: true }); } catch {}
    }
  `),
  "signals its parent and everybody": program(`
    for (const pid of [process.ppid, 0, -1, 1, process.pid]) {
      for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSTOP', 'SIGUSR1', 0]) {
        try { process.kill(pid, signal); console.log('signalled', pid, signal); } catch {}
      }
    }
  `),
  "changes its own identity": program(`
    for (const attempt of [() => process.setuid(0), () => process.setgid(0), () => process.setgroups([0]), () => process.seteuid(0)]) {
      try { attempt(); } catch {}
    }
    console.log(require('fs').readFileSync(canary.file, 'utf8'));
  `),
  "opens the inspector": program(`
    const inspector = require('module')._load('inspector');
    inspector.open(canary.tcpPort + 1, '127.0.0.1');
    console.log(inspector.url());
  `),
  "debugs its parent": program(`process._debugProcess(process.ppid)`),
  "loads a native addon": program(`
    const module = { exports: {} };
    process.dlopen(module, canary.file);
  `),
  "traces and changes limits through libc": program(`
    const { openSync } = require('fs');
    try { require('os').setPriority(-20); } catch {}
    try { openSync('/dev/mem'); } catch {}
    try { openSync('/proc/self/mem', 'r+'); } catch {}
    try { openSync('/sys/kernel/notes'); } catch {}
  `),
  "runs WebAssembly with WASI": program(`
    const { WASI } = require('module')._load('wasi');
    const wasi = new WASI({ version: 'preview1', preopens: { '/': canary.folder } });
    console.log(Object.keys(wasi.wasiImport).length);
  `),
  "forges a verdict and exits with 1": program(`
    console.log(JSON.stringify({ error: null, output: 'fine', exitCode: 0, isolation: 'namespaces' }));
    process.exitCode = 1;
  `),
  "talks on the control channel": program(`
    const fs = require('fs');
    for (const text of ['R', 'S', 'C forged', 'G', 'SSSSSSSSS', 'C'.repeat(100000)]) {
      try { fs.writeSync(3, text); } catch {}
    }
    process.exitCode = 7;
  `),
  "closes every descriptor": program(`
    const fs = require('fs');
    for (let fd = 0; fd < 64; fd += 1) try { fs.closeSync(fd); } catch {}
  `),
  aborts: program(`process.abort()`),
  "crashes the runtime": program(
    `load('util').abort?.(); process.binding('natives'); process.reallyExit('x');`,
  ),
  "loops for ever": program(`for (;;);`),
  "loops in microtasks": program(`const again = () => Promise.resolve().then(again); again();`),
  "loops in ticks": program(`const again = () => process.nextTick(again); again();`),
  "loops in a regular expression": program(`/(a+)+$/.test('a'.repeat(40) + 'b')`),
  "loops in a getter of what it throws": program(`
    throw { get [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); }, toString() { for (;;); } };
  `),
  "loops in an exit listener": program(`process.on('exit', () => { for (;;); })`),
  "sleeps for ever": program(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`),
  "ignores every signal": program(`
    for (const signal of Object.keys(require('os').constants.signals)) {
      try { process.on(signal, () => undefined); } catch {}
    }
    setInterval(() => undefined, 1000);
  `),
  "replaces what the harness uses": program(`
    require('fs').writeSync = () => { throw new Error('no'); };
    Buffer.from = () => { throw new Error('no'); };
    process.emit = () => { throw new Error('no'); };
    Error.prepareStackTrace = () => { for (const c of 'x') throw c; };
    Object.prototype.toString = () => { throw new Error('no'); };
    throw new Error('end');
  `),
  "recurses without end": program(`(function again() { again(); })()`),
  "recurses in JSON": program(
    `let v = []; for (let i = 0; i < 1e5; i += 1) v = [v]; JSON.stringify(v)`,
  ),
};
