import { expect, test } from "vitest";
import { eventually } from "./eventually.js";

test("an attempt that succeeds at last gives its answer", async () => {
  let attempts = 0;
  const answer = await eventually(
    () => {
      attempts += 1;
      if (attempts === 1) throw new Error("not yet");
      return attempts < 3 ? undefined : "done";
    },
    { intervalMs: 1 },
  );
  expect(answer).toBe("done");
  expect(attempts).toBe(3);
});

test("the last error of an attempt that never succeeds is thrown", async () => {
  const attempt = () => {
    throw new Error("still down");
  };
  await expect(eventually(attempt, { timeoutMs: 5, intervalMs: 1 })).rejects.toThrow("still down");
});

test("an attempt that only ever answers false is named in the error", async () => {
  const options = { timeoutMs: 5, intervalMs: 1, what: "the flag" };
  await expect(eventually(() => false, options)).rejects.toThrow("waiting for the flag");
});
