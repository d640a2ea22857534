import type { ClientToServerEvents } from "@workspace/common/contracts/socket-events";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { LIMITS, startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });

const { projectId, owner, viewer } = await createTeam(backends);

interface OpenRoom {
  /** Sends what it should not. */
  sender: TestClient;
  /** Has nothing to do with it. */
  bystander: TestClient;
}

async function openRoom(transport: "websocket" | "polling" = "websocket"): Promise<OpenRoom> {
  const [sender, bystander] = await Promise.all([
    connectClient(url, { token: owner.token, transports: [transport] }),
    connectClient(url, { token: viewer.token }),
  ]);
  await sender.join(projectId);
  await bystander.join(projectId);
  return { sender, bystander };
}

/** The sender is still served, and the bystander saw nothing but this. */
async function expectUnharmed({ sender, bystander }: OpenRoom): Promise<void> {
  expect(await sender.send("cursor:move", { projectId, x: 1, y: 1 })).toMatchObject({ ok: true });
  await bystander.next("cursor:update");
  expect(bystander.received.filter(({ event }) => !event.startsWith("user:"))).toHaveLength(1);
}

/** What is wrong for every event, and for each its own. */
const everywhere: unknown[][] = [
  [],
  [null],
  [42],
  ["text"],
  [true],
  [[]],
  [{}],
  [[{ projectId }]],
  [{ projectId: null }],
  [{ projectId: 7 }],
  [{ projectId: "not-an-id" }],
  [{ projectId: [projectId] }],
  [{ projectId: { $gt: "" } }],
  [{ projectId: `${projectId}\0` }],
  [{ projectId: Buffer.from(projectId) }],
  [Buffer.from("binary")],
  [{ projectId, extra: { deep: Buffer.from("binary") } }],
  [JSON.parse(`{"projectId":"${projectId}","__proto__":{"role":"OWNER"}}`)],
  [JSON.parse(`{"projectId":"${projectId}","constructor":{"prototype":{"role":"OWNER"}}}`)],
  [null, { projectId }, "more arguments"],
];
const malformed: Record<keyof ClientToServerEvents, unknown[][]> = {
  "join:project": [
    [{ projectId, lastSeq: -1 }],
    [{ projectId, lastSeq: 1.5 }],
    [{ projectId, lastSeq: "3" }],
    [{ projectId, lastSeq: 1e300 }],
  ],
  "leave:project": [],
  "cursor:move": [[{ projectId }], [{ projectId, x: "1", y: 2 }]],
  "project:update": [
    [{ projectId }],
    [{ projectId, changes: null }],
    [{ projectId, changes: { content: nested(65) } }],
  ],
  "job:cancel": [[{ jobId: null }], [{ jobId: "not-an-id" }]],
  "auth:refresh": [[{ token: "" }], [{ token: 7 }], [{ token: "x".repeat(4097) }]],
};

function nested(depth: number): object {
  let value = {};
  for (let level = 0; level < depth; level += 1) value = { value };
  return value;
}

describe("malformed input is refused as such, with and without an acknowledgement", () => {
  test.each(Object.entries(malformed))("%s", async (event, own) => {
    const room = await openRoom();
    const { sender } = room;
    for (const args of [...everywhere, ...own]) {
      const what = JSON.stringify(args).slice(0, 200);
      expect(await sender.send(event, ...args), what).toEqual({
        ok: false,
        error: {
          code: "VALIDATION_FAILED",
          message: expect.any(String),
          details: expect.any(Array),
          requestId: expect.any(String),
        },
      });
      const count = sender.all("error:event").length;
      sender.socket.emit(event, ...args);
      expect(await sender.next("error:event", count + 1), what).toMatchObject({
        event,
        code: "VALIDATION_FAILED",
      });
    }
    await expectUnharmed(room);
  });
});

describe("an event that there is not is refused, whatever its name", () => {
  test.each(["nonsense", "toString", "__proto__", "error", "user:left", "x".repeat(1000)])(
    "%.20s",
    async (event) => {
      const room = await openRoom();
      expect(await room.sender.send(event, {})).toMatchObject({ error: { code: "UNKNOWN_EVENT" } });
      room.sender.socket.emit(event);
      expect((await room.sender.next("error:event")).event).toBe(event.slice(0, 100));
      await expectUnharmed(room);
    },
  );

  test("a number", async () => {
    const room = await openRoom();
    room.sender.sendRaw("2[1]");
    expect(await room.sender.next("error:event")).toMatchObject({
      event: "1",
      code: "UNKNOWN_EVENT",
    });
    await expectUnharmed(room);
  });
});

test("what is no packet of the protocol ends its own connection and no other", async () => {
  for (const packet of [
    "2",
    "2[]",
    '2["x"',
    "2{}",
    "9",
    "nonsense",
    "5x-",
    '51-["x"]',
    '2/other,["x"]',
  ]) {
    const { sender, bystander } = await openRoom();
    sender.sendRaw(packet);
    // Another packet, where a text was announced as followed by binary data.
    sender.sendRaw("2[]");
    await eventually(() => !sender.socket.connected, { what: `the end after ${packet}` });
    expect(await bystander.join(projectId)).toMatchObject({ role: "VIEWER" });
  }
});

describe("a message that is too large", () => {
  const content = (bytes: number) => ({ content: { a: "x".repeat(bytes) } });

  test.each(["websocket", "polling"] as const)(
    "is refused with a clear error over %s, and the connection stays",
    async (transport) => {
      const room = await openRoom(transport);
      const { sender } = room;
      const update = { projectId, changes: content(1_000_000) };
      const refused = { code: "PAYLOAD_TOO_LARGE", message: expect.stringContaining("524288") };
      expect(await sender.send("project:update", update)).toEqual({ ok: false, error: refused });
      expect(await sender.send("nonsense", update)).toEqual({ ok: false, error: refused });
      expect(sender.all("error:event")).toEqual([]);
      await expectUnharmed(room);
    },
  );

  test("among small ones is the only one refused", async () => {
    const { sender } = await openRoom();
    const change = (bytes: number) =>
      sender.send("project:update", { projectId, changes: content(bytes) });
    const answers = await Promise.all([change(10), change(600_000), change(600_000), change(20)]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, false, true]);
  });

  test.each(["websocket", "polling"] as const)(
    "for the connection itself ends that connection over %s, and no other",
    async (transport) => {
      const { sender, bystander } = await openRoom(transport);
      sender.socket.emit("project:update", { projectId, changes: content(LIMITS.maxFrameBytes) });
      await eventually(() => !sender.socket.connected);
      expect(await bystander.join(projectId)).toMatchObject({ role: "VIEWER" });
      expect(bystander.all("project:changed")).toEqual([]);
    },
  );

  test("as binary data is refused like any other", async () => {
    const room = await openRoom();
    const { sender } = room;
    for (const parts of [1, 4]) {
      const data = Array.from({ length: parts }, () => Buffer.alloc(600_000));
      expect(await sender.send("cursor:move", { projectId, data })).toMatchObject({
        ok: false,
        error: { code: "PAYLOAD_TOO_LARGE" },
      });
    }
    await expectUnharmed(room);
  });

  test("by its nesting is refused, though it cannot be measured", async () => {
    const room = await openRoom();
    for (const depth of [100_000, 400_000]) {
      const count = room.sender.all("error:event").length;
      room.sender.sendRaw(`2["cursor:move",${"[".repeat(depth)}${"]".repeat(depth)}]`);
      expect(await room.sender.next("error:event", count + 1)).toMatchObject({
        code: depth * 2 > LIMITS.maxMessageBytes ? "PAYLOAD_TOO_LARGE" : "VALIDATION_FAILED",
      });
    }
    await expectUnharmed(room);
  });
});
