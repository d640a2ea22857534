import { expect, it } from "vitest";
import { findPythonMinor, runInPython } from "./plain-runtime.js";
import { testInEveryTier, testPlainly } from "./program-suite.js";
import { readPrograms, USUAL_PYTHON_MINOR } from "./programs.js";

const minor = findPythonMinor();
const programs = readPrograms("python").filter(({ needs }) => needs.pythonMinor <= (minor ?? 0));

it("most programs need no newer Python", () => {
  const anywhere = readPrograms("python").filter(
    ({ needs }) => needs.pythonMinor === USUAL_PYTHON_MINOR,
  );
  expect(anywhere.length).toBeGreaterThan(60);
});

// Without a Python of the host's own there is only Pyodide, which has tests of its own.
if (minor !== null) {
  testPlainly(programs, runInPython);
  await testInEveryTier("python", programs);
}
