import { createLogger } from "@workspace/common/logger";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { createLimitCounters } from "./limit-counters.js";
import { watchSlowReaders } from "./slow-readers.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LIMIT = 1000;
const SWEEP_MS = 250;
/** A socket whose unsent bytes the test sets, and that notes how it is ended. */
function watchSocket() {
  const ends: string[] = [];
  const transport = { socket: { bufferedAmount: 0, terminate: () => ends.push("terminate") } };
  const conn = {
    writeBuffer: [] as { data?: unknown }[],
    transport,
    close: () => ends.push("close"),
  };
  const socket = { id: "socket", data: { userId: "u" }, conn } as unknown as GatewaySocket;
  const io = { sockets: { sockets: new Map([[socket.id, socket]]) } } as unknown as GatewayServer;
  const stop = watchSlowReaders({
    io,
    maxBufferedBytes: LIMIT,
    counters: createLimitCounters(),
    logger: createLogger({ service: "test", level: "silent" }),
  });
  const sweepWith = (bytes: { engine?: unknown[]; webSocket?: number }): void => {
    conn.writeBuffer = (bytes.engine ?? []).map((data) => ({ data }));
    transport.socket.bufferedAmount = bytes.webSocket ?? 0;
    vi.advanceTimersByTime(SWEEP_MS);
  };
  return { ends, sweepWith, stop };
}

test.each([
  { what: "the WebSocket", bytes: { webSocket: LIMIT + 1 } },
  { what: "the engine, as text", bytes: { engine: ["x".repeat(LIMIT), "x"] } },
  { what: "the engine, as binary", bytes: { engine: [Buffer.alloc(LIMIT), undefined, "x"] } },
  { what: "both", bytes: { engine: ["x".repeat(LIMIT / 2)], webSocket: LIMIT / 2 + 1 } },
])("a reader with too much waiting in $what is cut off", ({ bytes }) => {
  const { ends, sweepWith, stop } = watchSocket();
  sweepWith(bytes);
  expect(ends).toEqual(["close", "terminate"]);
  stop();
});

test("a reader at the limit is left alone", () => {
  const { ends, sweepWith, stop } = watchSocket();
  sweepWith({ engine: ["x".repeat(LIMIT / 2)], webSocket: LIMIT / 2 });
  expect(ends).toEqual([]);
  stop();
});

test("nothing is watched after the end", () => {
  const { ends, sweepWith, stop } = watchSocket();
  stop();
  sweepWith({ webSocket: LIMIT + 1 });
  expect(ends).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
