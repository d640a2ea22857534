import { createLogger } from "@workspace/common/logger";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Room } from "../rooms/room.js";
import { roomNames } from "../rooms/room-names.js";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { watchSlowReaders } from "./slow-readers.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LIMIT = 1000;
const SWEEP_MS = 250;
const projectId = "0198c0de-0000-7000-8000-000000000001";
const names = roomNames(projectId);
const cursor = { projectId, userId: "u", name: "U", x: 1, y: 2, color: "#000" };
const batch = { projectId, cursors: [["u", 1, 2, "#000"]] };

/** A socket whose unsent bytes the test sets, and that notes what is done with it. */
function watchSocket({ wantsCursorBatch = false } = {}) {
  const sent: unknown[][] = [];
  const joined = new Set([names.events, wantsCursorBatch ? names.cursorBatches : names.cursors]);
  const ends: string[] = [];
  const transport = { socket: { bufferedAmount: 0, terminate: () => ends.push("terminate") } };
  const conn = {
    writeBuffer: [] as { data?: unknown }[],
    transport,
    close: () => ends.push("close"),
  };
  const room = { cursors: { latest: () => [cursor], latestBatch: () => batch } } as unknown as Room;
  const socket = {
    id: "socket",
    data: { userId: "u", wantsCursorBatch, rooms: new Set([projectId]) },
    conn,
    join: (name: string) => joined.add(name),
    leave: (name: string) => joined.delete(name),
    emit: (...args: unknown[]) => sent.push(args),
  } as unknown as GatewaySocket;
  const io = { sockets: { sockets: new Map([[socket.id, socket]]) } } as unknown as GatewayServer;
  const stop = watchSlowReaders({
    io,
    rooms: { find: () => room },
    maxBufferedBytes: LIMIT,
    logger: createLogger({ service: "test", level: "silent" }),
  });
  const sweepWith = (bytes: { engine?: unknown[]; webSocket?: number }): void => {
    conn.writeBuffer = (bytes.engine ?? []).map((data) => ({ data }));
    transport.socket.bufferedAmount = bytes.webSocket ?? 0;
    vi.advanceTimersByTime(SWEEP_MS);
  };
  return { joined, sent, ends, sweepWith, stop };
}

test.each([
  { wantsCursorBatch: false, cursors: names.cursors, catchUp: ["cursor:update", cursor] },
  { wantsCursorBatch: true, cursors: names.cursorBatches, catchUp: ["cursor:batch", batch] },
])(
  "a reader that falls behind loses $cursors first, and gets the latest once it has caught up",
  ({ wantsCursorBatch, cursors, catchUp }) => {
    const { joined, sent, ends, sweepWith, stop } = watchSocket({ wantsCursorBatch });
    sweepWith({ webSocket: LIMIT / 4 });
    expect(joined.has(cursors)).toBe(true);
    sweepWith({ webSocket: LIMIT / 4 + 1 });
    expect([...joined]).toEqual([names.events]);
    sweepWith({ webSocket: LIMIT });
    sweepWith({ webSocket: LIMIT / 2 });
    expect({ sent, ends }).toEqual({ sent: [], ends: [] });
    sweepWith({ webSocket: 0 });
    sweepWith({ webSocket: 0 });
    expect(joined.has(cursors)).toBe(true);
    expect(sent).toEqual([catchUp]);
    stop();
  },
);

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

test("nothing is watched after the end", () => {
  const { ends, sweepWith, stop } = watchSocket();
  stop();
  sweepWith({ webSocket: LIMIT + 1 });
  expect(ends).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
