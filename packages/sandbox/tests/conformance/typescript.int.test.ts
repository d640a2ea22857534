import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { runTypescriptInNode } from "./plain-runtime.js";
import { testInSandbox, testPlainly } from "./program-suite.js";
import { readPrograms } from "./programs.js";

const programs = readPrograms("typescript");
const folder = mkdtempSync(path.join(tmpdir(), "conformance-"));
afterAll(() => rmSync(folder, { recursive: true }));

testPlainly(programs, (program) => runTypescriptInNode(program, folder));
// The child is JavaScript's, and its compiler takes its time: one tier says it all.
testInSandbox({ language: "typescript", programs });
