import "@workspace/local-stack/provided-context";
import { startWire } from "@workspace/local-stack/wire";
import { eventually } from "@workspace/local-stack/eventually";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import { expect, inject, onTestFinished, test } from "vitest";
import { createDatabase } from "./database.js";
import { isDatabaseUnavailable } from "./is-database-unavailable.js";

/** Access to a database over a wire. */
async function openOverWire() {
  const testDatabase = await createTestDatabase({ databaseUrl: inject("databaseUrl") });
  onTestFinished(() => testDatabase.drop());
  const url = new URL(testDatabase.url);
  const wire = await startWire([Number(url.port)]);
  onTestFinished(wire.close);
  url.port = String(wire.port);
  const database = createDatabase({
    url: url.href,
    poolSize: 2,
    applicationName: "test",
    onError: () => {},
  });
  onTestFinished(() => database.close());
  return { wire, database };
}

test("a server that says nothing is given up: what waits fails, what comes fails at once, until it is back", async () => {
  const { wire, database } = await openOverWire();
  await database.prisma.user.count();
  wire.setSilent(true);
  // More than there are connections: some wait for one.
  const waiting = await Promise.allSettled([
    database.prisma.user.count(),
    database.pool.query("SELECT 1"),
    database.pool.query("SELECT 1"),
    database.prisma.$transaction((tx) => tx.user.count()),
  ]);
  for (const outcome of waiting)
    expect(outcome.status === "rejected" && isDatabaseUnavailable(outcome.reason)).toBe(true);
  const sentAt = performance.now();
  await expect(database.pool.query("SELECT 1")).rejects.toThrow("does not answer");
  const failure = await database.prisma.user.count().catch((error: unknown) => error);
  expect(isDatabaseUnavailable(failure)).toBe(true);
  expect(performance.now() - sentAt).toBeLessThan(4000);

  wire.setSilent(false);
  await eventually(() => database.prisma.user.count().catch(() => false));
});

test("one connection that is dead is ended while the others work", async () => {
  const { wire, database } = await openOverWire();
  const held = wire.holdAnswerTo("the one");
  const stuck = database.pool.query("SELECT 'the one'");
  await held;
  const work = { isOver: false };
  const others = (async () => {
    while (!work.isOver) await database.pool.query("SELECT pg_sleep(0.01)");
  })();
  const failure = await stuck.catch((error: unknown) => error);
  work.isOver = true;
  await others;
  expect(isDatabaseUnavailable(failure)).toBe(true);
});

test("statements that take long are not a silence", async () => {
  const { database } = await openOverWire();
  const slow = Promise.all([
    database.pool.query("SELECT pg_sleep(8)"),
    database.pool.query("SELECT pg_sleep(8)"),
  ]);
  await expect(slow).resolves.toHaveLength(2);
});
