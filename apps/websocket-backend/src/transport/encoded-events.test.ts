import type { CursorUpdate } from "@workspace/common/contracts/socket-events";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { GatewaySocket } from "../socket-types.js";
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

/** A socket that notes what is written to its engine. */
function watchSocket(transport: string) {
  const written: { packet: string; frames?: Buffer[] }[] = [];
  const conn = {
    transport: { name: transport },
    write: (packet: string, { wsPreEncodedFrame }: { wsPreEncodedFrame?: Buffer[] }) =>
      written.push({
        packet,
        ...(wsPreEncodedFrame === undefined ? {} : { frames: wsPreEncodedFrame }),
      }),
  };
  return { socket: { conn } as unknown as GatewaySocket, written };
}

test("over a WebSocket all events but the omitted one leave in a single write, in order", () => {
  const lengths = fc.oneof(
    fc.string(),
    fc.constantFrom(125, 126, 65_535, 65_536).map((length) => "é".repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(lengths, { minLength: 2, maxLength: 5 }), fc.nat(), (names, choice) => {
      const cursors = names.map(cursorOf);
      const omitted = choice % (cursors.length + 1);
      const { socket, written } = watchSocket("websocket");
      sendEncoded(
        socket,
        encodeEvents("cursor:update", cursors),
        omitted === cursors.length ? undefined : omitted,
      );
      expect(written).toHaveLength(1);
      // ws writes one or two buffers as one, and none that is empty.
      const frames = written[0]?.frames ?? [];
      expect(frames.length).toBeLessThanOrEqual(2);
      expect(frames.every(({ byteLength }) => byteLength > 0)).toBe(true);
      expect(readFrames(Buffer.concat(frames))).toEqual(
        cursors.filter((_, index) => index !== omitted).map(toMessage),
      );
    }),
    { numRuns: 50 },
  );
});

test("over polling each event is a packet of its own", () => {
  const cursors = ["a", "b", "c"].map(cursorOf);
  const { socket, written } = watchSocket("polling");
  sendEncoded(socket, encodeEvents("cursor:update", cursors), 1);
  expect(written.map(({ packet }) => `4${packet}`)).toEqual(
    ["a", "c"].map(cursorOf).map(toMessage),
  );
  expect(written.every(({ frames }) => frames === undefined)).toBe(true);
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
