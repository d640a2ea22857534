// @ts-check
"use strict";
/**
 * Second stage of a Node child: gives up the worker's identity, then loads the strict filter into
 * all threads. Nothing can be opened afterwards.
 *
 * @typedef {object} LockPlan
 * @property {string} koffiPath
 * @property {{ uid: number, gid: number } | null} identity who to become; null keeps the identity
 * @property {number | null} parentPid
 * @property {boolean} isAwaited whether a program waits for this child already, which has then no
 *   time to practise
 * @property {{ resource: number, soft: number, hard: number }[]} rlimits
 * @property {number} seccompCall
 * @property {import('./libc.cjs').EncodedFilter} allowlist
 */
const { openLibc } = require("./libc.cjs");
const { applyRlimits } = require("./rlimits.cjs");

/**
 * Prepares the lock while files can still be opened.
 * @param {LockPlan} plan
 */
function prepareLock(plan) {
  const libc = openLibc(plan.koffiPath);
  const exitProcess = libc.library.func("void _exit(int)");

  return {
    /** Ends the process at once, without Node's tear-down. @type {(code: number) => never} */
    exitNow: exitProcess,

    lock() {
      if (plan.identity !== null) {
        process.setgroups?.([]);
        process.setgid?.(plan.identity.gid);
        process.setuid?.(plan.identity.uid);
        // The change of identity has cleared it.
        libc.dieWithParent();
        if (plan.parentPid !== null && process.ppid !== plan.parentPid) exitProcess(1);
      }
      // Through `require('module')` a program would find the harness there, and the way to C.
      for (const name of Object.keys(require.cache)) delete require.cache[name];
      applyRlimits(libc, plan.rlimits);
      libc.forbidTracing();
      libc.loadFilter(plan.seccompCall, plan.allowlist);
    },
  };
}

module.exports = { prepareLock };
