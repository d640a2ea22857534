import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "../src/sandbox.js";
import { type CanaryCage, makeCage } from "./canaries.js";
import { HOSTILE_PYODIDE } from "./hostile-pyodide.js";

const TIMEOUT_MS = 60_000;
/** Building Pyodide's snapshot comes on top. */
const SET_UP_TIMEOUT_MS = 120_000;

describe("in Pyodide", () => {
  let sandbox: Sandbox;
  let cage: CanaryCage;

  beforeAll(async () => {
    sandbox = await createSandbox({
      usesPyodide: true,
      poolSizes: { javascript: 0, typescript: 0, python: 2 },
    });
    cage = await makeCage();
  }, SET_UP_TIMEOUT_MS);

  afterAll(async () => {
    await sandbox.close();
    await cage.remove();
  });

  it.for(Object.entries(HOSTILE_PYODIDE))(
    "Python that %s reaches nothing",
    { timeout: TIMEOUT_MS },
    async ([, code]) => {
      const verdict = await sandbox.run({
        language: "python",
        code,
        args: [JSON.stringify(cage.places)],
      });
      expect(await cage.findBreaches(verdict.output)).toEqual([]);
    },
  );
});
