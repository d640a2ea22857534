// @ts-check
"use strict";
/**
 * First stage of a child: takes away what can be taken before a runtime starts, then becomes that
 * runtime (same process id). The second stage, inside the runtime, is `lock.cjs`.
 *
 * Runs as `node launch.cjs PLAN`, where PLAN is the JSON of a {@link LaunchPlan}.
 *
 * @typedef {object} LaunchPlan
 * @property {string} koffiPath
 * @property {number | null} parentPid null when a process between this and the parent watches it
 * @property {{ resource: number, soft: number, hard: number }[]} rlimits
 * @property {{ readablePaths: string[] }} landlock
 * @property {number} seccompCall
 * @property {import('./libc.cjs').EncodedFilter} denylist
 * @property {string} command absolute path of the runtime
 * @property {string[]} argv its arguments, the zeroth included
 * @property {Record<string, string>} env its whole environment
 */
const fs = require("node:fs");
const { openLibc } = require("./libc.cjs");
const { applyLandlock } = require("./landlock.cjs");
const { applyRlimits } = require("./rlimits.cjs");

const F_SETFD = 2;
/** stdin, stdout, stderr and the control channel. */
const INHERITED_DESCRIPTORS = [0, 1, 2, 3];
const FIRST_FOREIGN_DESCRIPTOR = INHERITED_DESCRIPTORS.length;
/** The same number on x86-64 and arm64. */
const CLOSE_RANGE = 436;
const CLOSE_RANGE_CLOEXEC = 4;
const LAST_DESCRIPTOR = 0xffffffff;
/** Where the kernel has no such call: no process of a caller that works this way has more. */
const DESCRIPTORS_TRIED = 65_536;
const FD_CLOEXEC = 1;

/** When memory runs out on the host, the kernel takes this process first. */
function volunteerForOutOfMemoryKill() {
  try {
    fs.writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // No /proc in a namespace.
  }
}

/**
 * Keeps from the runtime what the caller was given itself by whoever started it, a file or a pipe
 * with a high number: the caller's own runtime knows nothing of it and passes it on.
 * @param {ReturnType<typeof openLibc>} libc
 */
function hideForeignDescriptors({ library }) {
  const closeRange = library.func("syscall", "long", ["long", "uint", "uint", "uint"]);
  const arguments_ = [FIRST_FOREIGN_DESCRIPTOR, LAST_DESCRIPTOR, CLOSE_RANGE_CLOEXEC];
  if (Number(closeRange(CLOSE_RANGE, ...arguments_)) === 0) return;
  const fcntl = library.func("int fcntl(int, int, long)");
  for (let descriptor = FIRST_FOREIGN_DESCRIPTOR; descriptor < DESCRIPTORS_TRIED; descriptor += 1)
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/** @param {LaunchPlan} plan */
function launch(plan) {
  const libc = openLibc(plan.koffiPath);
  const { library, koffi } = libc;

  hideForeignDescriptors(libc);
  volunteerForOutOfMemoryKill();
  libc.dieWithParent();
  // The parent may have died before that call.
  if (plan.parentPid !== null && process.ppid !== plan.parentPid) process.exit(1);
  applyRlimits(libc, plan.rlimits);
  libc.forbidNewPrivileges();
  applyLandlock(libc, plan.landlock.readablePaths);

  // Prepared before the filter, so that little is left to do after it.
  const execve = library.func("int execve(const char*, const char **, const char **)");
  const fcntl = library.func("int fcntl(int, int, long)");
  const environment = Object.entries(plan.env).map(([name, value]) => `${name}=${value}`);
  // Node marks what it inherits as close-on-exec.
  for (const descriptor of INHERITED_DESCRIPTORS) {
    libc.check("fcntl(F_SETFD)", fcntl(descriptor, F_SETFD, 0));
  }
  libc.loadFilter(plan.seccompCall, plan.denylist);
  execve(plan.command, [...plan.argv, null], [...environment, null]);
  throw new Error(`execve ${plan.command} failed with errno ${koffi.errno()}`);
}

launch(JSON.parse(String(process.argv[2])));
