// @ts-check
"use strict";
/**
 * A child for programs that have already escaped the JavaScript around them: they find Node's own
 * `require`, koffi and raw system calls as global variables. Everything else is what any child has,
 * from the same files. Only tests start it.
 */
const { serveProgram } = require("../../child/node-program.cjs");

/** @type {import('../../child/lock.cjs').LockPlan & { lexerPath: string }} */
const plan = JSON.parse(String(process.argv[2]));
const koffi = require(plan.koffiPath);
const pointers = Array.from({ length: 6 }, () => "void*");
const call = koffi.load(null).func("syscall", "int64", ["int64", ...pointers]);

Object.assign(globalThis, {
  escaped: {
    require,
    koffi,
    /**
     * A system call by number, with up to six arguments.
     * @param {number} number
     * @param {(number | bigint | Buffer | null)[]} args
     * @returns {number} what the C library answers; see `escaped.errno` when negative
     */
    syscall: (number, ...args) =>
      Number(call(number, ...Array.from({ length: 6 }, (_, index) => args[index] ?? 0))),
    errno: () => koffi.errno(),
  },
});

void serveProgram(
  { extensions: [".js"], transpile: ({ content }) => ({ code: content, mapPosition: null }) },
  plan,
);
