import { setTimeout as delay } from "node:timers/promises";
import { EventEmitter, once } from "node:events";
import type { AddressInfo } from "node:net";
import assert from "node:assert/strict";

type Task<T> = () => Promise<T>;
const address: Partial<AddressInfo> = { port: 80 };

async function series<T>(...tasks: Task<T>[]): Promise<T[]> {
  const results: T[] = [];
  for (const task of tasks) results.push(await task());
  return results;
}

const order: string[] = [];
const task =
  (name: string, ms: number): Task<string> =>
  async () => {
    await delay(ms);
    order.push(name);
    return name.toUpperCase();
  };

console.log(await series(task("slow", 5), task("fast", 1)), order);
const [first, ...rest] = await Promise.all([task("x", 1)(), Promise.resolve("y"), "z"]);
console.log(first, rest, address.port);

const emitter = new EventEmitter();
setImmediate(() => emitter.emit("data", { bytes: 3 }, "utf8"));
const [payload, encoding] = (await once(emitter, "data")) as [{ bytes: number }, string];
assert.deepEqual(payload, { bytes: 3 });
console.log(encoding);

const { inspect } = await import("node:util");
console.log(inspect(new Map([["k", [1]]])));
try {
  await Promise.any([Promise.reject(new Error("a"))]);
} catch (error) {
  assert(error instanceof AggregateError);
  console.log(error.errors.length, (error.errors[0] as Error).message);
}
export const done = true;
export default series;
console.log(typeof import.meta.url, done);
