import type { CursorTuple } from "@workspace/common/contracts/bus-topics";
import { createMetrics } from "@workspace/common/metrics";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { GatewaySocket } from "../socket-types.js";
import { createGatewayMetrics } from "../gateway-metrics.js";
import { createLimitCounters } from "../guards/limit-counters.js";
import { createCursorFanout } from "./cursor-fanout.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const projectId = "0198c0de-0000-7000-8000-000000000001";
const TICK_MS = 33;
const LONG_AFTER_MS = 60_000;

/** A socket that keeps what it is sent, and whose unread bytes the test sets. */
function watchSocket(userId: string, { wantsCursorBatch = false } = {}) {
  const sent: string[] = [];
  const webSocket = { bufferedAmount: 0 };
  const socket = {
    id: `socket of ${userId}`,
    data: { userId, name: userId, wantsCursorBatch },
    conn: {
      writeBuffer: [],
      transport: { name: "polling", socket: webSocket },
      write: (packet: string) => sent.push(packet),
    },
  } as unknown as GatewaySocket;
  /** Of each packet, `name:x`. */
  const packets = (): string[][] =>
    sent.splice(0).map((packet) => {
      const [event, data] = JSON.parse(packet.slice(1));
      if (event === "cursor:update") return [`${data.name}:${data.x}`];
      return data.cursors.map(([user, x]: [string, number]) => `${user}:${x}`);
    });
  const positions = (): string[] => packets().flat();
  return { socket, packets, positions, webSocket };
}

function openFanout() {
  const published: CursorTuple[][] = [];
  const elsewhere = { isHeard: false };
  const counters = createLimitCounters();
  const { traffic } = createGatewayMetrics(createMetrics(), counters);
  const fanout = createCursorFanout({
    projectId,
    tickMs: TICK_MS,
    maxUnreadBytes: 16_384,
    counters,
    traffic,
    isHeardElsewhere: () => elsewhere.isHeard,
    publish: async (cursors) => void published.push(cursors),
  });
  const move = ({ socket }: { socket: GatewaySocket }, x: number): void =>
    fanout.move(socket, { projectId, x, y: 0, color: "#000" });
  return { fanout, published, elsewhere, move, traffic };
}

const tick = (): void => void vi.advanceTimersByTime(TICK_MS);

test("a tick carries the latest position of each, and nobody's own", () => {
  const { fanout, move, traffic } = openFanout();
  const [ann, bob, cid] = [watchSocket("ann"), watchSocket("bob"), watchSocket("cid")];
  for (const { socket } of [ann, bob, cid]) fanout.attach(socket);
  move(ann, 1);
  move(ann, 2);
  move(bob, 3);
  tick();
  expect([ann.positions(), bob.positions(), cid.positions()]).toEqual([
    ["bob:3"],
    ["ann:2"],
    ["ann:2", "bob:3"],
  ]);
  tick();
  expect(cid.positions()).toEqual([]);
  expect(traffic).toMatchObject({
    cursorMoves: 3,
    cursorTicks: 1,
    cursorWrites: 3,
    cursorPositions: 6,
  });
});

test("what moves elsewhere leaves together with what moves here, after half a tick at most", () => {
  const { fanout, published, elsewhere, move } = openFanout();
  elsewhere.isHeard = true;
  const ann = watchSocket("ann");
  const bob = watchSocket("bob", { wantsCursorBatch: true });
  for (const { socket } of [ann, bob]) fanout.attach(socket);
  fanout.receive([["far", "far", 1, 0, "#000"]]);
  vi.advanceTimersByTime(0);
  expect(bob.packets()).toEqual([["far:1"]]);
  fanout.receive([["far", "far", 2, 0, "#000"]]);
  move(ann, 3);
  vi.advanceTimersByTime(Math.ceil(TICK_MS / 2));
  expect(bob.packets()).toEqual([["far:2", "ann:3"]]);
  expect(published).toEqual([[["ann", "ann", 3, 0, "#000"]]]);
  tick();
  expect(bob.packets()).toEqual([]);
});

test("a batch is not sent to the only one whose cursor it holds", () => {
  const { fanout, move } = openFanout();
  const ann = watchSocket("ann", { wantsCursorBatch: true });
  const bob = watchSocket("bob", { wantsCursorBatch: true });
  for (const { socket } of [ann, bob]) fanout.attach(socket);
  move(ann, 1);
  tick();
  expect([ann.positions(), bob.positions()]).toEqual([[], ["ann:1"]]);
});

test.each([{ wantsCursorBatch: false }, { wantsCursorBatch: true }])(
  "a reader with too much unread gets only the newest positions, once it has read ($wantsCursorBatch)",
  (options) => {
    const { fanout, move } = openFanout();
    const [ann, slow] = [watchSocket("ann"), watchSocket("slow", options)];
    for (const { socket } of [ann, slow]) fanout.attach(socket);
    slow.webSocket.bufferedAmount = 1_000_000;
    for (let x = 1; x <= 50; x += 1) {
      move(ann, x);
      tick();
    }
    fanout.receive([["far", "far", 7, 0, "#000"]]);
    expect(slow.positions()).toEqual([]);
    slow.webSocket.bufferedAmount = 0;
    tick();
    expect(slow.positions()).toEqual(["ann:50", "far:7"]);
    expect(ann.positions()).toEqual(["far:7"]);
    vi.advanceTimersByTime(LONG_AFTER_MS);
    expect(slow.positions()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("who has left is not caught up on", () => {
  const { fanout, move } = openFanout();
  const [ann, slow] = [watchSocket("ann"), watchSocket("slow")];
  for (const { socket } of [ann, slow]) fanout.attach(socket);
  slow.webSocket.bufferedAmount = 1_000_000;
  move(ann, 1);
  tick();
  fanout.forget("ann");
  slow.webSocket.bufferedAmount = 0;
  tick();
  expect(slow.positions()).toEqual([]);
  fanout.close();
});

test("other gateways are told only while they have somebody in the room, or are about to", () => {
  const { fanout, published, elsewhere, move } = openFanout();
  const ann = watchSocket("ann");
  fanout.attach(ann.socket);
  const moveTo = (x: number): void => {
    move(ann, x);
    tick();
  };
  const taken = (): number[] =>
    published.splice(0).flatMap((cursors) => cursors.map(([, , x]) => x));
  moveTo(1);
  expect(taken()).toEqual([]);
  fanout.share();
  moveTo(2);
  expect(taken()).toEqual([1, 2]);
  vi.advanceTimersByTime(LONG_AFTER_MS);
  moveTo(3);
  expect(taken()).toEqual([]);
  elsewhere.isHeard = true;
  moveTo(4);
  expect(taken()).toEqual([4]);
});

test("nothing is sent to who has been detached, or after the end", () => {
  const { fanout, move } = openFanout();
  const [ann, bob] = [watchSocket("ann"), watchSocket("bob")];
  for (const { socket } of [ann, bob]) fanout.attach(socket);
  move(ann, 1);
  fanout.detach(bob.socket);
  tick();
  move(ann, 2);
  fanout.close();
  tick();
  expect(bob.positions()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
