import { runInNode } from "./plain-runtime.js";
import { testInEveryTier, testPlainly } from "./program-suite.js";
import { readPrograms } from "./programs.js";

const programs = readPrograms("javascript");

testPlainly(programs, runInNode);
await testInEveryTier("javascript", programs);
