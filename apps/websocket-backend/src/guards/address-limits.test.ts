import { Writable } from "node:stream";
import { createLogger } from "@workspace/common/logger";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAddressLimits } from "./address-limits.js";
import { createLimitCounters } from "./limit-counters.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OFF = {
  maxSocketsPerIp: 0,
  maxPendingPerIp: 0,
  refusalsPerMinutePerIp: 0,
  handshakeTimeoutMs: 1000,
};

function create(limits: Partial<typeof OFF>) {
  const warnings: { address: string; msg: string }[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      warnings.push(JSON.parse(line.toString()));
      done();
    },
  });
  const logger = createLogger({ service: "test", level: "warn", destination });
  const counters = createLimitCounters();
  const addresses = createAddressLimits({ limits: { ...OFF, ...limits }, counters, logger });
  const { signal } = new AbortController();
  return { warnings, counters, addresses, enter: (ip: string) => addresses.enter(ip, signal) };
}

test("an address that meets a limit is warned about once a minute, with the variable that may be missing", async () => {
  const { warnings, counters, enter } = create({ maxSocketsPerIp: 1 });
  await enter("192.0.2.1");
  await enter("192.0.2.2");
  const refuse = async (address: string): Promise<void> =>
    expect(enter(address)).rejects.toMatchObject({ code: "TOO_MANY_SOCKETS" });
  for (let n = 0; n < 5; n += 1) await refuse("192.0.2.1");
  await refuse("192.0.2.2");
  expect(warnings.map(({ address }) => address)).toEqual(["192.0.2.1", "192.0.2.2"]);
  expect(warnings[0]).toMatchObject({
    limit: "addressSocketsRefused",
    msg: expect.stringContaining("TRUST_PROXY_HOPS"),
  });
  expect(counters.read().addressSocketsRefused).toBe(6);
  vi.advanceTimersByTime(60_000);
  await refuse("192.0.2.1");
  expect(warnings).toHaveLength(3);
});

test("refused tokens are forgiven after a minute", async () => {
  const { addresses, enter } = create({ refusalsPerMinutePerIp: 3 });
  for (let n = 0; n < 3; n += 1) addresses.countRefusal(await enter("192.0.2.1"));
  await expect(enter("192.0.2.1")).rejects.toMatchObject({
    code: "RATE_LIMITED",
    retryAfterSeconds: 60,
  });
  await enter("192.0.2.2");
  vi.advanceTimersByTime(60_000);
  await enter("192.0.2.1");
});

test("those who wait get their turns in order, as others authenticate or leave", async () => {
  const { addresses, enter } = create({ maxPendingPerIp: 1 });
  const order: number[] = [];
  const first = await enter("192.0.2.1");
  const waiting = [2, 3, 4].map(async (n) => {
    const place = await enter("192.0.2.1");
    order.push(n);
    return place;
  });
  await vi.advanceTimersByTimeAsync(1);
  expect(order).toEqual([]);
  addresses.settle(first);
  const second = await waiting[0];
  if (second !== undefined) addresses.leave(second);
  await waiting[1];
  expect(order).toEqual([2, 3]);
  await expect(Promise.all([waiting[2], vi.advanceTimersByTimeAsync(1000)])).rejects.toMatchObject({
    code: "RATE_LIMITED",
  });
});

test("whoever leaves twice, or after having authenticated, gives back one place", async () => {
  const { addresses, enter } = create({ maxSocketsPerIp: 2, maxPendingPerIp: 1 });
  const place = await enter("192.0.2.1");
  addresses.settle(place);
  addresses.settle(place);
  const other = await enter("192.0.2.1");
  addresses.leave(place);
  addresses.leave(place);
  addresses.leave(other);
  await enter("192.0.2.1");
  const late = expect(enter("192.0.2.1")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  await vi.advanceTimersByTimeAsync(1000);
  await late;
});

test("who goes away while waiting takes no turn", async () => {
  const { addresses, counters, enter } = create({ maxPendingPerIp: 1 });
  const first = await enter("192.0.2.1");
  const gone = new AbortController();
  const left = expect(addresses.enter("192.0.2.1", gone.signal)).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(1);
  const next = enter("192.0.2.1");
  await vi.advanceTimersByTimeAsync(1);
  gone.abort();
  await left;
  addresses.leave(first);
  await next;
  expect(counters.read().addressPendingRefused).toBe(0);
});

test("with all limits off, nobody is refused", async () => {
  const { addresses, enter } = create({});
  for (let n = 0; n < 2000; n += 1) addresses.countRefusal(await enter("192.0.2.1"));
});
