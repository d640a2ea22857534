import "@workspace/local-stack/provided-context";
import { setTimeout as delay } from "node:timers/promises";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import { startWire } from "@workspace/local-stack/wire";
import { expect, inject, onTestFinished, test } from "vitest";
import { createUser } from "../tests/create-team.js";
import { createDatabase, type Database } from "./database.js";
import { isDatabaseUnavailable } from "./is-database-unavailable.js";
import { createProject, updateProject } from "./write-project.js";

const LOSSES = 60;
const WRITERS = 6;

function open(url: string, applicationName: string): Database {
  const database = createDatabase({ url, poolSize: 4, applicationName, onError: () => {} });
  onTestFinished(() => database.close());
  return database;
}

// An error event that nobody listens for would end this process and fail the run.
test("however and whenever connections are lost, every statement that fails is known to be worth another try", async () => {
  const testDatabase = await createTestDatabase({ databaseUrl: inject("databaseUrl") });
  onTestFinished(() => testDatabase.drop());
  const url = new URL(testDatabase.url);
  const serverPort = Number(url.port);
  const wire = await startWire([serverPort]);
  onTestFinished(wire.close);
  url.port = String(wire.port);
  const [database, observer] = [open(url.href, "victim"), open(testDatabase.url, "observer")];
  const owner = await createUser(observer);

  const losses: (() => Promise<unknown>)[] = [
    async () => wire.cut(),
    () =>
      observer.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'`,
      ),
    async () => {
      wire.setTargets([]);
      wire.cut();
      await delay(20);
      wire.setTargets([serverPort]);
    },
  ];
  const unknown: unknown[] = [];
  let failures = 0;
  const work = { isOver: false };
  const write = async (): Promise<void> => {
    while (!work.isOver)
      try {
        const { value } = await createProject(database, owner, { name: "P", description: "" });
        await updateProject(database, owner, { projectId: value.id, changes: { name: "N" } });
      } catch (error) {
        failures += 1;
        if (!isDatabaseUnavailable(error)) unknown.push(error);
        await delay(5);
      }
  };
  const writing = Array.from({ length: WRITERS }, write);
  for (let loss = 0; loss < LOSSES; loss += 1) {
    await delay(Math.random() * 50);
    await losses[loss % losses.length]?.();
  }
  work.isOver = true;
  await Promise.all(writing);
  expect(unknown).toEqual([]);
  expect(failures).toBeGreaterThan(0);
  const { seqs, entries } = await readLog(observer);
  expect(seqs).toBe(entries);
});

/** How many log entries the projects count together, and how many there are. */
async function readLog({ pool }: Database): Promise<{ seqs: number; entries: number }> {
  const { rows } = await pool.query<{ seqs: number; entries: number }>(
    `SELECT (SELECT sum(seq)::int FROM "Project") AS seqs,
            (SELECT count(*)::int FROM "ProjectEvent") AS entries`,
  );
  return rows[0] ?? { seqs: 0, entries: -1 };
}
