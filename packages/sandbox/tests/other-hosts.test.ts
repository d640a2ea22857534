import { afterEach, expect, test } from "vitest";
import { createSandbox } from "../src/sandbox.js";
import { SandboxError } from "../src/types.js";

const { platform } = process;

afterEach(() => {
  Object.defineProperty(process, "platform", { value: platform });
});

test("a host that no tier was written for runs nothing, and says why", async () => {
  Object.defineProperty(process, "platform", { value: "darwin" });
  const sandbox = await createSandbox();
  expect(sandbox.tier).toBeNull();
  for (const { isAvailable, reason } of [...sandbox.tiers, ...sandbox.languages()])
    expect({ isAvailable, reason }).toEqual({
      isAvailable: false,
      reason: "needs Linux, this is darwin",
    });
  expect(sandbox.pools()).toEqual([]);
  await expect(sandbox.run({ language: "python", code: "1" })).rejects.toThrow(SandboxError);
  await sandbox.close();
});
