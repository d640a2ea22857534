import type { Architecture } from "../kernel/architecture.js";
import type { FilterProgram } from "../kernel/bpf.js";
import {
  encodeReadableBeneath,
  encodeRuleset,
  LANDLOCK_CALLS,
  LANDLOCK_CREATE_RULESET_VERSION,
  LANDLOCK_RULE_PATH_BENEATH,
} from "../kernel/landlock.js";
import type { Rlimit } from "../kernel/rlimits.js";
import { CallList, type Call } from "./call-list.js";

/** A file or folder that the runtime may read and execute. */
export interface ReadablePath {
  path: string;
  isFolder: boolean;
}

/** What a child gives up before its runtime starts, and which runtime that is. */
export interface LaunchPlan {
  /** Null when a process between this and the parent watches it. */
  parentPid: number | null;
  rlimits: readonly Rlimit[];
  /** 0 when the kernel has no Landlock. */
  landlockAbi: number;
  readablePaths: readonly ReadablePath[];
  denylist: FilterProgram;
  /** Absolute path of the runtime. */
  command: string;
  /** Its arguments, the zeroth included. */
  argv: readonly string[];
  /** Its whole environment. */
  env: Readonly<Record<string, string>>;
  /** What this process has open; null where the kernel can close all descriptors in one call. */
  openDescriptors: readonly number[] | null;
}

/** stdin, stdout, stderr and the control channel come first: the next to be opened is this. */
const FIRST_FREE_DESCRIPTOR = 4;
const LAST_DESCRIPTOR = 0xffffffff;
const AT_FDCWD = -100;
const O_WRONLY = 1;
const O_PATH = 0o10000000;
const PR_SET_PDEATHSIG = 1;
const PR_SET_NO_NEW_PRIVS = 38;
const PR_SET_THP_DISABLE = 41;
const SIGKILL = 9;
const SECCOMP_SET_MODE_FILTER = 1;
const BYTES_PER_INSTRUCTION = 8;
const OOM_SCORE = "1000";

/** Lists the calls of a launch, for the launcher to read from its control channel. */
export function listLaunchCalls(architecture: Architecture, plan: LaunchPlan): Buffer {
  const list = new CallList();
  const calls = architecture.launcherCalls;
  closeForeignDescriptors(list, calls, plan.openDescriptors);
  volunteerForOutOfMemoryKill(list, calls);
  list.add({
    label: "prctl(PR_SET_PDEATHSIG)",
    number: calls.prctl,
    arguments: [PR_SET_PDEATHSIG, SIGKILL],
  });
  // The parent may have died before that call.
  if (plan.parentPid !== null)
    list.add({
      label: "the parent has gone",
      number: calls.getppid,
      expects: { result: plan.parentPid },
    });
  for (const { resource, soft, hard } of plan.rlimits)
    list.add({
      label: `setrlimit ${resource}`,
      number: calls.setrlimit,
      arguments: [resource, list.placeWords([soft, hard])],
    });
  list.add({
    label: "prctl(PR_SET_NO_NEW_PRIVS)",
    number: calls.prctl,
    arguments: [PR_SET_NO_NEW_PRIVS, 1],
  });
  // A huge page stays whole while a piece of it is mapped, and counts as that piece.
  list.add({
    label: "prctl(PR_SET_THP_DISABLE)",
    number: calls.prctl,
    arguments: [PR_SET_THP_DISABLE, 1],
    // Kernels that are built without huge pages do not know it.
    expects: "anything",
  });
  if (plan.landlockAbi > 0) restrictFiles(list, calls, plan);
  loadFilter(list, calls, architecture.seccompCall, plan.denylist);
  const strings = (texts: readonly string[]): number =>
    list.placeWords([...texts.map((text) => list.placeText(text)), 0]);
  list.add({
    label: `execve ${plan.command}`,
    number: calls.execve,
    arguments: [
      list.placeText(plan.command),
      strings(plan.argv),
      strings(Object.entries(plan.env).map(([name, value]) => `${name}=${value}`)),
    ],
  });
  return list.encode();
}

type LauncherCalls = Architecture["launcherCalls"];

/**
 * Keeps from the runtime what the caller was given itself by whoever started it, a file or a pipe
 * with a high number: the caller's own runtime knows nothing of it and passes it on.
 */
function closeForeignDescriptors(
  list: CallList,
  calls: LauncherCalls,
  openDescriptors: LaunchPlan["openDescriptors"],
): void {
  if (openDescriptors === null) {
    list.add(closeRange(calls));
    return;
  }
  for (const descriptor of openDescriptors)
    if (descriptor >= FIRST_FREE_DESCRIPTOR)
      list.add({
        label: "close",
        number: calls.close,
        arguments: [descriptor],
        expects: "anything",
      });
}

function closeRange(calls: LauncherCalls): Call {
  return {
    label: "close_range",
    number: calls.closeRange,
    arguments: [FIRST_FREE_DESCRIPTOR, LAST_DESCRIPTOR],
  };
}

/** When memory runs out on the host, the kernel takes this process first. */
function volunteerForOutOfMemoryKill(list: CallList, calls: LauncherCalls): void {
  // There is no /proc in a namespace.
  const expects = "anything";
  list.add({
    label: "open oom_score_adj",
    number: calls.openat,
    arguments: [AT_FDCWD, list.placeText("/proc/self/oom_score_adj"), O_WRONLY],
    expects,
  });
  list.add({
    label: "write oom_score_adj",
    number: calls.write,
    arguments: [FIRST_FREE_DESCRIPTOR, list.placeText(OOM_SCORE), OOM_SCORE.length],
    expects,
  });
  list.add({
    label: "close oom_score_adj",
    number: calls.close,
    arguments: [FIRST_FREE_DESCRIPTOR],
    expects,
  });
}

/** Restricts the process and all that it executes to reading the given paths. */
function restrictFiles(list: CallList, calls: LauncherCalls, plan: LaunchPlan): void {
  const ruleset = FIRST_FREE_DESCRIPTOR;
  const opened = ruleset + 1;
  const attributes = encodeRuleset(plan.landlockAbi);
  list.add({
    label: "landlock_create_ruleset",
    number: LANDLOCK_CALLS.createRuleset,
    arguments: [list.place(attributes), attributes.length, 0],
    expects: { result: ruleset },
  });
  for (const { path, isFolder } of plan.readablePaths) {
    list.add({
      label: `open ${path}`,
      number: calls.openat,
      arguments: [AT_FDCWD, list.placeText(path), O_PATH],
      expects: { result: opened },
    });
    list.add({
      label: `landlock_add_rule ${path}`,
      number: LANDLOCK_CALLS.addRule,
      arguments: [
        ruleset,
        LANDLOCK_RULE_PATH_BENEATH,
        list.place(encodeReadableBeneath(opened, isFolder)),
        0,
      ],
    });
    list.add({ label: "close", number: calls.close, arguments: [opened] });
  }
  list.add({
    label: "landlock_restrict_self",
    number: LANDLOCK_CALLS.restrictSelf,
    arguments: [ruleset, 0],
  });
  list.add({ label: "close", number: calls.close, arguments: [ruleset] });
}

function loadFilter(
  list: CallList,
  calls: LauncherCalls,
  seccompCall: number,
  filter: FilterProgram,
): void {
  const instructions = list.place(filter.bytes);
  for (const offset of filter.pidOffsets)
    list.add({ label: "getpid", number: calls.getpid, resultAddress: instructions + offset });
  // `struct sock_fprog`: the length, and after a gap the instructions.
  const program = list.placeWords([filter.bytes.length / BYTES_PER_INSTRUCTION, instructions]);
  list.add({
    label: "seccomp",
    number: seccompCall,
    arguments: [SECCOMP_SET_MODE_FILTER, 0, program],
  });
}

/** What differs between kernels. */
export interface KernelFeatures {
  /** 0 when the kernel has no Landlock. */
  landlockAbi: number;
  /** From 5.9 on. */
  hasCloseRange: boolean;
}

/** Up to this an exit code of the launcher is an errno, above it a negated result. */
const LAST_ERRNO = 133;
const EXIT_CODES = 256;

/**
 * Asks the kernel by way of the launcher, with lists that end it with the answer since it is not
 * what they expect.
 * @param run runs the launcher with a call list; answers with its exit code
 */
export async function probeKernel(
  architecture: Architecture,
  run: (list: Buffer) => Promise<number>,
): Promise<KernelFeatures> {
  const ask = (call: Call, result: number): Promise<number> => {
    const list = new CallList();
    list.add({ ...call, expects: { result } });
    return run(list.encode());
  };
  const version = {
    label: "landlock_create_ruleset",
    number: LANDLOCK_CALLS.createRuleset,
    arguments: [0, 0, LANDLOCK_CREATE_RULESET_VERSION],
  };
  // The first version is 1, and what can be closed is: 0.
  const [landlock, closed] = [
    await ask(version, 0),
    await ask(closeRange(architecture.launcherCalls), 1),
  ];
  return {
    landlockAbi: landlock > LAST_ERRNO ? EXIT_CODES - landlock : 0,
    hasCloseRange: closed === 0,
  };
}
