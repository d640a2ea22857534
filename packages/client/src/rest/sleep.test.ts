import { expect, test } from "vitest";
import { sleep } from "./sleep.js";

test("a pause ends by itself", () =>
  expect(sleep(1, new AbortController().signal)).resolves.toBe(undefined));

test("a pause ends at once with its signal's reason, whether it comes or has come", async () => {
  const stop = new AbortController();
  const pausing = sleep(3_600_000, stop.signal);
  stop.abort(new Error("enough"));
  await expect(pausing).rejects.toThrow("enough");
  await expect(sleep(3_600_000, stop.signal)).rejects.toThrow("enough");
});
