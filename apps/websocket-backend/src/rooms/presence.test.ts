import { createLogger } from "@workspace/common/logger";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPresence, type Presence, type PresenceMessage } from "./presence.js";
import type { PresenceEntry } from "./presence-view.js";
import type { PresenceRoster } from "./presence-roster.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ann = { userId: "ann", name: "Ann" };
const bob = { userId: "bob", name: "Bob" };
const there = (member: typeof ann): PresenceEntry => ({ ...member, gatewayId: "there" });

interface OpenedPresence {
  presence: Presence;
  /** What the shared record holds: a test changes it as other gateways and outages would. */
  record: Map<string, PresenceEntry>;
  outage: { isOn: boolean };
  /** `+Ann`, `-Ann`: what the room was told. */
  told: string[];
  published: PresenceMessage[];
  /** What the other gateways can be told waits for this. */
  wire: { isFree: Promise<void> };
}

function openPresence(): OpenedPresence {
  const record = new Map<string, PresenceEntry>();
  const outage = { isOn: false };
  const told: string[] = [];
  const published: PresenceMessage[] = [];
  const wire = { isFree: Promise.resolve() };
  const keyOf = (entry: Pick<PresenceEntry, "userId" | "gatewayId">): string =>
    `${entry.userId}/${entry.gatewayId}`;
  const whileUp = async <Value>(act: () => Value): Promise<Value> => {
    if (outage.isOn) throw new Error("Redis is away");
    return act();
  };
  const roster: PresenceRoster = {
    renewGateway: async () => {},
    retireGateway: async () => {},
    onReconnect: () => {},
    add: (_projectId, entry) => whileUp(() => void record.set(keyOf(entry), entry)),
    remove: (_projectId, entry) => whileUp(() => void record.delete(keyOf(entry))),
    read: () => whileUp(() => [...record.values()]),
  };
  const presence = createPresence({
    projectId: "project",
    gatewayId: "here",
    roster,
    async publish(message) {
      await wire.isFree;
      await whileUp(() => void published.push(message));
    },
    onJoined: ({ name }) => told.push(`+${name}`),
    onLeft: ({ name }) => told.push(`-${name}`),
    onLeftElsewhere: () => {},
    logger: createLogger({ service: "test", level: "silent" }),
  });
  return { presence, record, outage, told, published, wire };
}

const joinThere = ({ presence, record }: OpenedPresence, member: typeof ann): void => {
  const entry = there(member);
  record.set(`${entry.userId}/${entry.gatewayId}`, entry);
  presence.receive({ kind: "presence", action: "joined", ...entry });
};

describe("a user of another gateway who is missing from the roster", () => {
  test("counts as gone once that has been so for a while, and is told once", async () => {
    const opened = openPresence();
    const { presence, record, told } = opened;
    joinThere(opened, ann);
    record.clear();
    await presence.reconcile();
    vi.advanceTimersByTime(3000);
    expect(told).toEqual(["+Ann"]);
    await presence.reconcile();
    await presence.reconcile();
    expect(told).toEqual(["+Ann", "-Ann"]);
    expect(presence.members()).toEqual([]);
  });

  test("is kept when readings follow each other closely, as after a reconnect", async () => {
    const opened = openPresence();
    const { presence, record, told } = opened;
    joinThere(opened, ann);
    record.clear();
    for (let reading = 0; reading < 5; reading += 1) {
      await presence.reconcile();
      vi.advanceTimersByTime(400);
    }
    expect(told).toEqual(["+Ann"]);
    joinThere(opened, ann);
    vi.advanceTimersByTime(10_000);
    await presence.reconcile();
    expect(told).toEqual(["+Ann"]);
  });

  test("is kept when there was no reading in between, however long", async () => {
    const opened = openPresence();
    const { presence, record, outage, told } = opened;
    joinThere(opened, ann);
    record.clear();
    await presence.reconcile();
    outage.isOn = true;
    await expect(presence.reconcile()).rejects.toThrow("Redis is away");
    vi.advanceTimersByTime(60_000);
    outage.isOn = false;
    await presence.reconcile();
    expect(told).toEqual(["+Ann"]);
  });
});

describe("this gateway's own users", () => {
  test("are written again into a roster that has lost them, and the others are told", async () => {
    const { presence, record, told, published } = openPresence();
    presence.enter(ann);
    await vi.advanceTimersByTimeAsync(0);
    record.clear();
    await presence.reconcile();
    expect([...record.keys()]).toEqual(["ann/here"]);
    expect(published.map(({ action }) => action)).toEqual(["joined", "joined"]);
    expect(told).toEqual(["+Ann"]);
  });

  test("are taken out of a roster that missed that they left", async () => {
    const { presence, record, outage, told } = openPresence();
    presence.enter(ann);
    await vi.advanceTimersByTimeAsync(0);
    outage.isOn = true;
    presence.exit(ann);
    await vi.advanceTimersByTimeAsync(0);
    expect(record.size).toBe(1);
    outage.isOn = false;
    await presence.reconcile();
    expect(record.size).toBe(0);
    expect(told).toEqual(["+Ann", "-Ann"]);
  });

  test("who leave while the roster is being mended do not come back", async () => {
    const { presence, record, told } = openPresence();
    presence.enter(ann);
    presence.enter(bob);
    await vi.advanceTimersByTimeAsync(0);
    record.clear();
    record.set("cid/here", { userId: "cid", name: "Cid", gatewayId: "here" });
    const mending = presence.reconcile();
    for (let step = 0; step < 3; step += 1) await Promise.resolve();
    presence.exit(bob);
    await mending;
    await presence.reconcile();
    expect(presence.members()).toEqual([ann]);
    expect([...record.keys()]).toEqual(["ann/here"]);
    expect(told).toEqual(["+Ann", "+Bob", "-Bob"]);
  });
});

test("news is fresher than a reading that was under way", async () => {
  const opened = openPresence();
  const { presence, record, told } = opened;
  joinThere(opened, ann);
  const entry = there(bob);
  record.set("bob/there", entry);
  const reading = presence.reconcile();
  presence.receive({ kind: "presence", action: "left", ...there(ann) });
  presence.receive({ kind: "presence", action: "joined", ...entry });
  presence.receive({ kind: "presence", action: "left", ...entry });
  await reading;
  expect(told).toEqual(["+Ann", "-Ann", "+Bob", "-Bob"]);
  expect(presence.members()).toEqual([]);
});

test("a second tab, too, is in once the other gateways have been told of its user", async () => {
  const { presence, published, wire } = openPresence();
  let free = (): void => {};
  wire.isFree = new Promise((resolve) => {
    free = resolve;
  });
  const toldBefore: number[] = [];
  const entering = [ann, ann].map((member) =>
    presence.enter(member).then(() => toldBefore.push(published.length)),
  );
  free();
  await Promise.all(entering);
  expect(toldBefore).toEqual([1, 1]);
});
