import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox.js";
import { PYODIDE } from "./pyodide.js";
import { Arena, TIMEOUT_MS } from "./suite.js";

// In the strongest tier: what Pyodide adds lies within the child.
describe("in Pyodide", () => {
  let sandbox: Sandbox;
  let arena: Arena;

  beforeAll(async () => {
    sandbox = await createSandbox({
      usesPyodide: true,
      poolSizes: { javascript: 0, typescript: 0, python: 1 },
    });
    arena = new Arena(sandbox.tier ?? "", (request) => sandbox.run(request));
  }, TIMEOUT_MS);

  afterAll(async () => {
    await sandbox.close();
    await arena.expectEmpty();
  }, TIMEOUT_MS);

  it("it is what runs Python", () => {
    const python = sandbox.languages().find(({ language }) => language === "python");
    // With the reason, should it be none.
    expect(`${python?.runtime} ${python?.reason}`).toMatch(/^pyodide/);
  });

  it.concurrent.for(PYODIDE)(
    "Python that $name reaches nothing",
    { timeout: TIMEOUT_MS },
    (program) => arena.face(program),
  );
});
