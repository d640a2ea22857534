import type { CursorUpdate } from "@workspace/common/contracts/socket-events";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection } from "../socket-types.js";
import { encodeEvents, sendEncoded } from "./encoded-events.js";

const projectId = "0198c0de-0000-7000-8000-000000000001";
const cursorOf = (name: string): CursorUpdate => ({
  projectId,
  userId: "u",
  name,
  x: 1,
  y: 2,
  color: "#000",
});

/** Reads the messages out of unmasked text frames, as a client does. */
function readFrames(bytes: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    expect(bytes[at]).toBe(0x81);
    const code = bytes[at + 1] ?? 0;
    const headerLength = code < 126 ? 2 : code === 126 ? 4 : 10;
    const length =
      code < 126
        ? code
        : code === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    const end = at + headerLength + length;
    messages.push(bytes.toString("utf8", at + headerLength, end));
    at = end;
  }
  return messages;
}

const toMessage = (cursor: CursorUpdate): string =>
  `42${JSON.stringify(["cursor:update", cursor])}`;

const OPEN = 1;
const CLOSING = 2;

/** A socket that notes what its engine and its TCP stream are given. */
function watchSocket(
  transport: string,
  { waiting = 0, isWritable = true, readyState = OPEN } = {},
) {
  const packets: string[] = [];
  const writes: Buffer[] = [];
  let corks = 0;
  const connection = {
    writeBuffer: Array.from({ length: waiting }),
    transport: {
      name: transport,
      writable: isWritable,
      socket: {
        OPEN,
        readyState,
        _socket: {
          write: (bytes: Buffer) => writes.push(bytes),
          cork: () => (corks += 1),
          uncork: () => (corks -= 1),
        },
      },
    },
    write: (packet: string) => packets.push(packet),
  };
  return {
    connection: connection as unknown as Connection,
    packets,
    writes,
    openCorks: () => corks,
  };
}

test("over a WebSocket all events but the omitted one leave as frames, in order", () => {
  const lengths = fc.oneof(
    fc.string(),
    fc.constantFrom(125, 126, 65_535, 65_536).map((length) => "é".repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(lengths, { minLength: 2, maxLength: 5 }), fc.nat(), (names, choice) => {
      const cursors = names.map(cursorOf);
      const omitted = choice % (cursors.length + 1);
      const { connection, packets, writes, openCorks } = watchSocket("websocket");
      sendEncoded(
        connection,
        encodeEvents("cursor:update", cursors),
        omitted === cursors.length ? undefined : omitted,
      );
      expect(packets).toEqual([]);
      expect(openCorks()).toBe(0);
      expect(readFrames(Buffer.concat(writes))).toEqual(
        cursors.filter((_, index) => index !== omitted).map(toMessage),
      );
    }),
    { numRuns: 50 },
  );
});

test.each([
  { where: "over polling", transport: "polling" },
  { where: "behind packets that wait in the engine", transport: "websocket", waiting: 1 },
  { where: "behind a farewell", transport: "websocket", readyState: CLOSING },
  { where: "behind a write that is under way", transport: "websocket", isWritable: false },
])("$where each event is a packet of its own", ({ transport, ...state }) => {
  const cursors = ["a", "b", "c"].map(cursorOf);
  const { connection, packets, writes } = watchSocket(transport, state);
  sendEncoded(connection, encodeEvents("cursor:update", cursors), 1);
  expect(packets.map((packet) => `4${packet}`)).toEqual(["a", "c"].map(cursorOf).map(toMessage));
  expect(writes).toEqual([]);
});

test.each([0, 100, 125, 126, 127, 65_535, 65_536])(
  "a frame of about %i bytes is framed right",
  (length) => {
    for (const slack of [-60, -1, 0, 1]) {
      const { frames } = encodeEvents("cursor:update", [
        cursorOf("x".repeat(Math.max(0, length - toMessage(cursorOf("")).length + slack))),
      ]);
      expect(readFrames(frames)).toHaveLength(1);
    }
  },
);
