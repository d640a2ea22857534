import { describe, expect, test } from "vitest";
import { createLogger } from "./logger.js";
import { createShutdown } from "./shutdown.js";

/** A shutdown whose end is noted instead of ending the process. */
function start(timeoutMs = 60_000) {
  const log: string[] = [];
  let exited: (code: number) => void = () => {};
  const exitCode = new Promise<number>((resolve) => {
    exited = resolve;
  });
  const shutdown = createShutdown({
    logger: createLogger({ service: "test", level: "silent" }),
    timeoutMs,
    exit: (code) => {
      log.push(`exit ${code}`);
      exited(code);
    },
  });
  return { shutdown, log, exitCode };
}

test("releases run one after another in the order of their registration, then the process ends", async () => {
  const { shutdown, log } = start();
  for (const name of ["http", "queue", "database"])
    shutdown.add(name, async () => {
      log.push(`${name} closing`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} closed`);
    });
  await shutdown.run("SIGTERM");
  expect(log).toEqual([
    "http closing",
    "http closed",
    "queue closing",
    "queue closed",
    "database closing",
    "database closed",
    "exit 0",
  ]);
});

describe("a release that fails", () => {
  test.each([
    ["rejects", () => Promise.reject(new Error("no"))],
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
  ])(
    "because it %s does not stop the others, and the process ends with 1",
    async (_how, release) => {
      const { shutdown, log } = start();
      shutdown.add("failing", release);
      shutdown.add("next", () => log.push("next"));
      await shutdown.run("SIGTERM");
      expect(log).toEqual(["next", "exit 1"]);
    },
  );
});

test("a release that never ends is given up at the deadline with 1", async () => {
  const { shutdown, log, exitCode } = start(10);
  shutdown.add("stuck", () => new Promise(() => {}));
  shutdown.add("next", () => log.push("next"));
  // The deadline does not keep a process alive by itself, so something else must here.
  const keepAlive = setInterval(() => {}, 1000);
  void shutdown.run("SIGTERM");
  expect(await exitCode).toBe(1);
  clearInterval(keepAlive);
  expect(log).toEqual(["exit 1"]);
});

test("a second call waits for the first and releases nothing twice", async () => {
  const { shutdown, log } = start();
  shutdown.add("once", () => log.push("once"));
  const first = shutdown.run("SIGTERM");
  expect(shutdown.run("SIGINT")).toBe(first);
  await first;
  await shutdown.run("SIGINT");
  expect(log).toEqual(["once", "exit 0"]);
});

test("a service is draining from the first call on", async () => {
  const { shutdown } = start();
  expect(shutdown.isDraining()).toBe(false);
  let wasDraining = false;
  shutdown.add("look", () => {
    wasDraining = shutdown.isDraining();
  });
  const run = shutdown.run("SIGTERM");
  expect(shutdown.isDraining()).toBe(true);
  await run;
  expect(wasDraining).toBe(true);
});

test("with nothing to release the process ends with 0", async () => {
  const { shutdown, log } = start();
  await shutdown.run("SIGTERM");
  expect(log).toEqual(["exit 0"]);
});

test("nothing is released before load balancers had time to notice", async () => {
  const log: string[] = [];
  const shutdown = createShutdown({
    logger: createLogger({ service: "test", level: "silent" }),
    delayMs: 50,
    timeoutMs: 60_000,
    exit: (code) => log.push(`exit ${code}`),
  });
  shutdown.add("http", () => log.push("released"));
  const done = shutdown.run("test");
  expect(shutdown.isDraining()).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual([]);
  await done;
  expect(log).toEqual(["released", "exit 0"]);
});
