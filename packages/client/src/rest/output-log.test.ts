import { expect, test } from "vitest";
import { createOutputLog, type OutputLog } from "./output-log.js";

async function readAll(log: OutputLog<string>): Promise<string[]> {
  const items: string[] = [];
  for await (const item of log.read()) items.push(item);
  return items;
}

test("each reader gets everything, whenever they begin", async () => {
  const log = createOutputLog<string>();
  const early = readAll(log);
  log.add("a");
  const late = readAll(log);
  log.add("b");
  log.end();
  for (const reader of [early, late, readAll(log)]) expect(await reader).toEqual(["a", "b"]);
});

test("readers are told of a failure after all that has come", async () => {
  const log = createOutputLog<string>();
  log.add("a");
  const items: string[] = [];
  const reading = (async () => {
    for await (const item of log.read()) items.push(item);
  })();
  log.fail(new Error("lost"));
  await expect(reading).rejects.toThrow("lost");
  expect(items).toEqual(["a"]);
});

test("a reader may stop, and others go on", async () => {
  const log = createOutputLog<string>();
  log.add("a");
  for await (const item of log.read()) {
    expect(item).toBe("a");
    break;
  }
  log.end();
  expect(await readAll(log)).toEqual(["a"]);
});
