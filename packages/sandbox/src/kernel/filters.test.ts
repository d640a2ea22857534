import { describe, expect, it } from "vitest";
import { findArchitecture, type Architecture, type SyscallName } from "./architecture.js";
import { assembleFilter, type FilterProgram } from "./bpf.js";
import { buildAllowlist } from "./seccomp-allowlist.js";
import { buildDenylist } from "./seccomp-denylist.js";

const PID = 4321;
const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const errno = (number: number): number => 0x00050000 | number;

interface Call {
  arch?: number;
  number: number;
  args?: (number | bigint)[];
}

/** Interprets a filter as the kernel does: `seccomp_data` in, action out. */
function evaluate(program: FilterProgram, call: Call, arch: number): number {
  const code = Buffer.from(program.bytes);
  for (const offset of program.pidOffsets) code.writeUInt32LE(PID, offset);
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.arch ?? arch, 4);
  for (const [index, value] of (call.args ?? []).entries()) {
    data.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), 16 + index * 8);
  }
  let accumulator = 0;
  for (let pc = 0; pc * 8 < code.length; pc += 1) {
    const operation = code.readUInt16LE(pc * 8);
    const constant = code.readUInt32LE(pc * 8 + 4);
    const jump = (isTrue: boolean): number => code.readUInt8(pc * 8 + (isTrue ? 2 : 3));
    if (operation === 0x20) accumulator = data.readUInt32LE(constant);
    else if (operation === 0x54) accumulator = (accumulator & constant) >>> 0;
    else if (operation === 0x15) pc += jump(accumulator === constant);
    else if (operation === 0x35) pc += jump(accumulator >= constant);
    else if (operation === 0x06) return constant;
    else throw new Error(`Unknown instruction ${operation}`);
  }
  throw new Error("The program ran off its end");
}

function architecture(name: string): Architecture {
  const found = findArchitecture(name);
  if (found === null) throw new Error(name);
  return found;
}

it("architectures without a checked table are not known", () => {
  expect(findArchitecture("riscv64")).toBeNull();
  expect(findArchitecture("ia32")).toBeNull();
});

describe.for(["x64", "arm64"])("filters for %s", (name) => {
  const arch = architecture(name);
  const strict = buildAllowlist(arch, { allowsThreads: false });
  const withThreads = buildAllowlist(arch, { allowsThreads: true });
  const first = buildDenylist(arch);

  const ask = (program: FilterProgram, call: SyscallName, ...args: (number | bigint)[]): number =>
    evaluate(program, { number: arch.syscalls[call] ?? -1, args }, arch.auditArch);

  it("fit into what the kernel takes", () => {
    for (const program of [strict, withThreads, first]) {
      expect(program.bytes.length % 8).toBe(0);
      expect(program.bytes.length / 8).toBeLessThanOrEqual(4096);
    }
  });

  it("kill a process that uses another call table", () => {
    const foreign = name === "x64" ? 0x40000003 : 0xc000003e;
    for (const program of [strict, first]) {
      expect(evaluate(program, { arch: foreign, number: 1 }, arch.auditArch)).toBe(KILL);
    }
  });

  it("let a program read, write, compute and end", () => {
    for (const call of ["read", "write", "mmap", "futex", "clock_gettime", "exit_group"] as const) {
      expect(ask(strict, call)).toBe(ALLOW);
    }
  });

  it("let every Python sleep", () => {
    expect(ask(strict, "pselect6")).toBe(ALLOW);
    if (arch.syscalls.select !== undefined) expect(ask(strict, "select")).toBe(ALLOW);
  });

  it("refuse files, sockets, processes and tracing", () => {
    const refused = [
      "socket",
      "socketpair",
      "connect",
      "fork",
      "vfork",
      "ptrace",
      "unshare",
      "bpf",
      "memfd_create",
      "pidfd_open",
    ] as const;
    for (const call of refused) {
      if (arch.syscalls[call] === undefined) continue;
      expect(ask(strict, call)).toBe(errno(1));
      expect(ask(first, call)).toBe(errno(1));
    }
  });

  it("refuse calls that nobody listed, once strict", () => {
    const execve = name === "x64" ? 59 : 221;
    for (const number of [execve, 9999]) {
      expect(evaluate(strict, { number }, arch.auditArch)).toBe(errno(1));
    }
    expect(evaluate(first, { number: execve }, arch.auditArch)).toBe(ALLOW);
  });

  it("show a program no files, and let it make none", () => {
    for (const call of ["stat", "newfstatat", "access", "readlinkat", "openat2"] as const)
      if (arch.syscalls[call] !== undefined) expect(ask(strict, call)).toBe(errno(2));
    const [writing, creating] = [0x1, 0x241];
    expect(ask(strict, "openat", 0, 0, 0)).toBe(errno(2));
    expect(ask(strict, "openat", 0, 0, writing)).toBe(errno(2));
    expect(ask(strict, "openat", 0, 0, creating)).toBe(errno(30));
    if (arch.syscalls.open !== undefined) expect(ask(strict, "open", 0, creating)).toBe(errno(30));
  });

  it("take no advice on huge pages", () => {
    for (const advice of [0, 4, 8]) expect(ask(strict, "madvise", 0, 0, advice)).toBe(ALLOW);
    for (const advice of [12, 14, 25, 100])
      expect(ask(strict, "madvise", 0, 0, advice)).toBe(errno(22));
  });

  it("let a process signal itself only", () => {
    for (const program of [strict, first]) {
      for (const call of ["tgkill", "kill"] as const) {
        expect(ask(program, call, PID, PID, 6)).toBe(ALLOW);
        for (const pid of [PID + 1, 0, -1, -PID])
          expect(ask(program, call, pid, pid, 6)).toBe(errno(1));
      }
    }
  });

  it("let limits be read, not set", () => {
    expect(ask(strict, "prlimit64", 0, 7, 0, 1)).toBe(ALLOW);
    expect(ask(strict, "prlimit64", 0, 7, 0x7f0000000000n, 0)).toBe(errno(1));
    expect(ask(strict, "prlimit64", 0, 7, 1n << 32n, 0)).toBe(errno(1));
    expect(ask(strict, "prlimit64", PID + 1, 7, 0, 1)).toBe(errno(1));
  });

  it("allow descriptor flags and no locks or signals through fcntl", () => {
    for (const command of [0, 1, 2, 3, 4]) expect(ask(strict, "fcntl", 0, command)).toBe(ALLOW);
    for (const command of [5, 8, 9, 1024, 1033]) {
      expect(ask(strict, "fcntl", 0, command)).toBe(errno(1));
    }
  });

  it("make threads only where they are allowed, and never processes", () => {
    const thread = 0x3d0f00;
    expect(ask(withThreads, "clone", thread)).toBe(ALLOW);
    expect(ask(strict, "clone", thread)).toBe(errno(11));
    // With a namespace, a descriptor, as a sibling, suspending its maker.
    for (const extra of [0x20000000, 0x10000000, 0x1000, 0x8000, 0x4000])
      expect(ask(withThreads, "clone", thread | extra)).toBe(errno(11));
    for (const flags of [17, 0x01200011, 0x10000000]) {
      expect(ask(withThreads, "clone", flags)).toBe(errno(11));
      expect(ask(strict, "clone", flags)).toBe(errno(11));
      expect(ask(first, "clone", flags)).toBe(errno(1));
    }
    for (const program of [strict, withThreads, first]) {
      expect(ask(program, "clone3")).toBe(errno(38));
    }
  });

  it("map no memory that a limit does not count", () => {
    const flags = { private: 0x22, stack: 0x20022, shared: 0x21, growing: 0x122, huge: 0x40022 };
    const map = (program: FilterProgram, value: number): number =>
      ask(program, "mmap", 0, 4096, 3, value);
    for (const program of [strict, withThreads]) {
      expect(map(program, flags.private)).toBe(ALLOW);
      expect(map(program, flags.stack)).toBe(ALLOW);
      expect(map(program, flags.growing)).toBe(errno(12));
      expect(map(program, flags.huge)).toBe(errno(12));
      expect(map(program, flags.shared)).toBe(errno(12));
    }
  });

  it("let nobody believe in io_uring", () => {
    expect(ask(first, "io_uring_setup")).toBe(errno(38));
    expect(ask(strict, "io_uring_setup")).toBe(errno(1));
  });

  it("name no call twice with a different answer", () => {
    const seen = new Set<number>();
    for (const number of Object.values(arch.syscalls)) {
      expect(seen.has(number)).toBe(false);
      seen.add(number);
    }
  });
});

it("an assembled rule with several checks wants all of them", () => {
  const program = assembleFilter({
    auditArch: 1,
    foreignTableStart: null,
    rules: [
      {
        call: 5,
        checks: [
          { kind: "equals", argument: 0, value: 1 },
          { kind: "hasBits", argument: 1, mask: 6 },
        ],
        action: "allow",
        otherwise: { errno: 2 },
      },
      { call: 6, action: "kill" },
    ],
    fallback: { errno: 3 },
  });
  const ask = (number: number, ...args: number[]): number => evaluate(program, { number, args }, 1);
  expect(ask(5, 1, 7)).toBe(ALLOW);
  expect(ask(5, 1, 2)).toBe(errno(2));
  expect(ask(5, 0, 7)).toBe(errno(2));
  expect(ask(6)).toBe(KILL);
  expect(ask(7)).toBe(errno(3));
});
