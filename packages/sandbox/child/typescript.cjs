// @ts-check
"use strict";
const { serveProgram } = require("./node-program.cjs");
const { TYPESCRIPT_EXTENSIONS, createTypeStripper } = require("./strip-types.cjs");

/** @type {import('./lock.cjs').LockPlan & { typescriptPath: string, lexerPath: string }} */
const plan = JSON.parse(String(process.argv[2]));

void serveProgram(
  {
    extensions: TYPESCRIPT_EXTENSIONS,
    transpile: createTypeStripper(plan.typescriptPath, !plan.isAwaited),
  },
  plan,
);
