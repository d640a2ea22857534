import { RAW_CALLS } from "./raw-calls.js";
import {
  BRIEF,
  ENDLESS,
  HUNGRY,
  JAVASCRIPT_PRELUDE,
  programs,
  type HostileProgram,
} from "./program.js";
import { PROBE_CALLS, REFUSED_NUMBERS } from "./syscall-numbers.js";

/** Raw calls in JavaScript; see `escaped.cjs` for what the program has been given. */
const PRELUDE = `${JAVASCRIPT_PRELUDE}
const { require: nodeRequire, koffi, syscall, errno } = escaped;
const resolve = (argument) => {
  if (Array.isArray(argument)) return Buffer.from(argument);
  if (typeof argument !== 'string') return argument;
  if (argument === '$parent') return process.ppid;
  if (argument === '$self') return process.pid;
  const [kind, name] = argument.split(':');
  if (kind === '$address') return Buffer.from(canary.addresses[name], 'hex');
  if (kind === '$length') return canary.addresses[name].length / 2;
  return Buffer.from(argument.replace(/^\\$(file|folder)/, (_, place) => canary[place]) + '\\0');
};
const raw = (name, ...args) => (canary.calls[name] === undefined ? -1 : syscall(canary.calls[name], ...args.map(resolve)));
const map = (length, protection, flags) => raw('mmap', 0, length, protection, flags, -1, 0);
/** Machine code, ready to be called. */
const machine = (...bytes) => {
  const at = map(4096, 7, 0x22);
  new Uint8Array(koffi.view(at, bytes.length)).set(bytes);
  return () => koffi.call(at, koffi.proto('int64 ()'));
};
`;

const escaped = { language: "javascript", prelude: PRELUDE } as const;

const GROUPS = programs(
  // To the end, so that none of the calls can have gone unmade.
  { ...escaped, ends: [null] },
  Object.fromEntries(
    Object.entries(RAW_CALLS).map(([name, calls]) => [
      `${name} by raw calls`,
      `for (const [name, ...args] of ${JSON.stringify(calls)}) {
        const result = raw(name, ...args);
        // Of two that are here, the one that was not meant to be ends at once.
        if (result === 0 && /fork|clone/.test(name)) nodeRequire('fs').writeFileSync(canary.folder + '/' + name, 'x');
        if (result >= 0) console.log('BREACH', name, JSON.stringify(args), result);
      }
      console.log('tried all');`,
    ]),
  ),
);

const EVERY_OTHER_CALL = programs(
  // To the end: one that waits for ever would keep all after it from being made.
  { ...escaped, ends: [null] },
  {
    "makes every other call there is": `
      const { constants } = nodeRequire('os');
      const refusals = new Set(['EPERM', 'ENOENT', 'ENOSYS', 'EAGAIN', 'ENOTTY', 'EROFS'].map((name) => constants.errno[name]));
      for (const number of ${JSON.stringify(REFUSED_NUMBERS)}) {
        const result = syscall(number, 0, 0, 0, 0, 0, 0);
        if (result >= 0 || !refusals.has(errno())) console.log('BREACH', number, result, errno());
      }
      console.log('tried all');
    `,
  },
);

const WITH_NODE = programs(escaped, {
  "uses the modules of Node": `
    const fs = nodeRequire('fs');
    const ignore = (object) => { object.on?.('error', () => {}); return undefined; };
    attempt(
      () => fs.readFileSync(canary.file, 'utf8'),
      () => fs.writeFileSync(canary.folder + '/written', 'x'),
      () => nodeRequire('child_process').execSync('touch ' + canary.folder + '/executed'),
      () => ignore(nodeRequire('child_process').spawn('/bin/sleep', [canary.marker], { detached: true, stdio: 'ignore' })),
      () => ignore(nodeRequire('net').connect(canary.tcpPort, '127.0.0.1')),
      () => ignore(nodeRequire('net').connect(canary.unixPath)),
      () => ignore(nodeRequire('net').connect('\\0' + canary.abstractName)),
      () => ignore(nodeRequire('dgram').createSocket('udp4').send('x', canary.udpPort, '127.0.0.1')),
      () => ignore(nodeRequire('http').get('http://127.0.0.1:' + canary.tcpPort)),
      () => ignore(new (nodeRequire('worker_threads').Worker)('1', { eval: true })),
      () => nodeRequire('inspector').open(0),
      () => nodeRequire(canary.file),
      () => process.kill(process.ppid, 'SIGKILL'),
    );
  `,
  "uses the C library": `
    const libc = koffi.load(null);
    const environ = libc.func('char *getenv(const char *)');
    attempt(
      () => environ('SANDBOX_CANARY'),
      () => libc.func('int system(const char *)')('touch ' + canary.folder + '/system') && undefined,
      () => libc.func('void *popen(const char *, const char *)')('touch ' + canary.folder + '/popen', 'r') && undefined,
      () => libc.func('int kill(int, int)')(process.ppid, 9) === 0 ? 'BREACH killed' : undefined,
      () => libc.func('int raise(int)')(0) && undefined,
      () => libc.func('int daemon(int, int)')(0, 0) === 0 ? 'BREACH daemon' : undefined,
      () => koffi.load('/lib/x86_64-linux-gnu/libcrypt.so.1') && 'BREACH loaded',
      () => libc.func('int shm_open(const char *, int, uint)')('/' + canary.marker, 66, 438) >= 0 ? 'BREACH shared' : undefined,
      () => libc.func('int sem_unlink(const char *)')('/x') === 0 ? 'BREACH' : undefined,
      () => libc.func('int pthread_create(void *, void *, void *, void *)')(Buffer.alloc(8), null, 1, null) === 0 ? 'BREACH thread' : undefined,
    );
  `,
  "makes threads": `
    for (const flags of [0x3d0f00, 0x10f00, 0x7e010f00, 0x11f00]) if (raw('clone', flags, 0, 0, 0, 0) >= 0) console.log('BREACH thread');
  `,
  "maps memory that is not counted": `
    for (const flags of [0x21, 0x23, 0x122, 0x40022, 0x121, 0x60022]) if (map(1 << 20, 3, flags) >= 0) console.log('BREACH mapped', flags);
  `,
  "overwrites the descriptors of its harness": `
    for (let fd = 0; fd < 64; fd += 1) for (const command of [0, 1, 2, 3, 4]) raw('fcntl', fd, command, command === 4 ? 0o24000 : fd);
    for (let fd = 0; fd < 64; fd += 1) raw('epoll_ctl', fd, 1, 3, Buffer.alloc(12));
    for (let fd = 3; fd < 64; fd += 1) { raw('write', fd, Buffer.from('x'), 1); raw('lseek', fd, 0, 0); raw('close', fd); }
  `,
  "gives its memory to nobody": `
    const at = map(1 << 20, 3, 0x22);
    for (let advice = 0; advice < 30; advice += 1) raw('madvise', at, 1 << 20, advice);
    raw('membarrier', 1, 0); raw('set_robust_list', at, 24); raw('mremap', at, 4096, 8192, 1, 0);
  `,
});

/** One a program, as the kernel may end it. */
const PROBES = programs(
  escaped,
  Object.fromEntries(
    Object.entries(PROBE_CALLS).map(([name, number]) => [
      `calls ${name} as only the kernel's own code may`,
      `if (syscall(${number}, 0, 0, 0, 0, 0, 0) >= 0) console.log('BREACH');`,
    ]),
  ),
);

const KILLED = programs(
  { ...escaped, ends: ["RUNTIME_ERROR"] },
  {
    "uses the call table of x32": `syscall(0x40000000 + 2, Buffer.from(canary.file + '\\0'), 0); syscall(0x40000000 + 57); console.log('BREACH x32');`,
    // mov eax, 2 (fork); int 0x80; ret
    "enters the kernel as a program of 32 bits": `machine(0xb8, 2, 0, 0, 0, 0xcd, 0x80, 0xc3)(); console.log('BREACH int 0x80');`,
    // mov eax, 39 (getpid); sysenter; ret
    "enters the kernel by sysenter": `machine(0xb8, 39, 0, 0, 0, 0x0f, 0x34, 0xc3)(); console.log('BREACH sysenter');`,
    // mov eax, 57 (fork); syscall; test eax, eax; ret
    "forks by machine code": `const result = machine(0xb8, 57, 0, 0, 0, 0x0f, 0x05, 0x48, 0x98, 0xc3)(); if (result >= 0) console.log('BREACH forked'); process.exit(1);`,
    "returns from a signal that never came": `syscall(canary.calls.rt_sigreturn); console.log('BREACH');`,
    "jumps to nowhere": `koffi.call(1, koffi.proto('void ()'));`,
    "kills its own threads": `for (let id = process.pid; id < process.pid + 20; id += 1) raw('tgkill', process.pid, id, 9); console.log('BREACH lives');`,
    "exits by a raw call": `syscall(canary.calls.exit_group, 3);`,
    "executes an illegal instruction": `machine(0x0f, 0x0b)();`,
    "halts the processor": `machine(0xf4)();`,
  },
);

const SUSTAINED = [
  ...programs(
    { ...escaped, ends: HUNGRY },
    {
      "maps without end": `for (;;) { const at = map(1 << 24, 3, 0x8022); if (at < 0) process.exit(1); }`,
      "raises its break without end": `let at = raw('brk', 0); for (;;) { const next = raw('brk', at + (1 << 24)); if (next === at || next < 0) process.exit(1); for (let page = at; page < next; page += 4096) koffi.encode(page, 'uint8', 1); at = next; }`,
      "fills page tables": `
        const size = 2 ** 42;
        const at = map(size, 1, 0x4022);
        if (at < 0) process.exit(1);
        raw('madvise', at, size, 15);
        // mov rdi, at; mov rcx, count; loop: mov al, [rdi]; add rdi, 0x200000; loop; ret
        const start = Buffer.alloc(8); start.writeBigUInt64LE(BigInt(at));
        const count = Buffer.alloc(8); count.writeBigUInt64LE(BigInt(size / 2 ** 21));
        machine(0x48, 0xbf, ...start, 0x48, 0xb9, ...count, 0x8a, 0x07, 0x48, 0x81, 0xc7, 0, 0, 0x20, 0, 0xe2, 0xf5, 0xc3)();
        console.log('BREACH filled');
      `,
    },
  ),
  ...programs(
    { ...escaped, ends: [...ENDLESS, "RUNTIME_ERROR"], limits: BRIEF },
    {
      "stops itself": `raw('tgkill', process.pid, process.pid, 19); setInterval(() => {}, 1000);`,
      "ends its first thread and lives on": `syscall(canary.calls.exit, 0); console.log('BREACH lives');`,
      "sleeps in the kernel": `raw('nanosleep', [255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0); raw('futex', [0, 0, 0, 0], 0, 0, 0); setInterval(() => {}, 1000);`,
      "floods with events": `for (;;) raw('eventfd2', 0, 0);`,
      "asks for random bytes without end": `const room = Buffer.alloc(1e7); for (;;) syscall(canary.calls.getrandom, room, room.length, 0);`,
      "yields without end": `for (;;) raw('sched_yield');`,
    },
  ),
  ...programs(
    { ...escaped, ends: ["OUTPUT_LIMIT"] },
    {
      "writes by raw calls without end": `const room = Buffer.alloc(65536, 0xc3); for (;;) syscall(canary.calls.write, 1, room, room.length);`,
    },
  ),
];

/** Programs that start where an escape from JavaScript has ended. */
export const ESCAPED: HostileProgram[] = [
  ...GROUPS,
  ...EVERY_OTHER_CALL,
  ...WITH_NODE,
  ...PROBES,
  ...KILLED,
  ...SUSTAINED,
];
