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
const { Module } = require("node:module");
const { openLibc } = require("./libc.cjs");
const { applyRlimits } = require("./rlimits.cjs");

/**
 * Removes the ways back: through `require('module')` a program would find the harness, and koffi, which
 * is loaded already, needs no file to be loaded again.
 */
function forgetHarness() {
  const paths = /** @type {any} */ (Module)._pathCache;
  for (const known of [require.cache, paths])
    for (const name of Object.keys(known)) delete known[name];
  process.dlopen = () => {
    throw new Error("process.dlopen is not available in the sandbox");
  };
  Object.defineProperty(process, "report", { value: undefined, configurable: true });
}

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
      forgetHarness();
      applyRlimits(libc, plan.rlimits);
      libc.forbidTracing();
      libc.loadFilter(plan.seccompCall, plan.allowlist);
    },
  };
}

module.exports = { prepareLock };
