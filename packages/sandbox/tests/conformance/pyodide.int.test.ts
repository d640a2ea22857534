import { testInSandbox } from "./program-suite.js";
import { readPrograms } from "./programs.js";

const programs = readPrograms("python").filter(({ needs }) => !needs.threads);

testInSandbox({ language: "python", programs, usesPyodide: true });
