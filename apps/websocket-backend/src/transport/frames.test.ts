import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameTracker, readMasked } from "./frames.js";

interface Frame {
  opcode: number;
  isFinal: boolean;
  payload: Buffer;
  mask: number;
}

/** A frame as a client sends it; source: RFC 6455, section 5.2. */
function encodeFrame({ opcode, isFinal, payload, mask }: Frame): Buffer {
  const length = payload.length;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = (isFinal ? 0x80 : 0) | opcode;
  header[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  const key = Buffer.alloc(4);
  key.writeUInt32BE(mask);
  const masked = payload.map((byte, index) => byte ^ (key[index % 4] ?? 0));
  return Buffer.concat([header, key, masked]);
}

/** What a tap does with a tracker: takes the messages that begin with `take`, and passes on the rest. */
function feed(chunks: readonly Buffer[]) {
  const tracker = new FrameTracker();
  const scratch = Buffer.alloc(100_000);
  const order: string[] = [];
  const passed: Buffer[] = [];
  for (const chunk of chunks) {
    let at = 0;
    for (;;) {
      const frame = at < chunk.length ? tracker.findText(chunk, at) : null;
      if (frame === null) break;
      const text = readMasked(chunk, frame, scratch);
      if (!text.startsWith("take")) break;
      order.push(text);
      at = frame.end;
    }
    if (at === chunk.length) continue;
    tracker.pass(chunk, at);
    passed.push(chunk.subarray(at));
  }
  return { taken: order, passed: Buffer.concat(passed) };
}

const payload = fc.oneof(
  fc.nat(300).map((length) => Buffer.from(`take${"x".repeat(length)}`)),
  fc.constantFrom(0, 1, 125, 126, 127, 65_535, 65_536).map((length) => Buffer.alloc(length, "y")),
);
const mask = fc.nat(0xffff_ffff);
/** Whole messages, messages in fragments with a ping in between, and control frames. */
const message = fc.oneof(
  fc
    .record({ opcode: fc.constantFrom(1, 1, 1, 2, 9, 10), payload, mask })
    .map((frame) => [
      { ...frame, isFinal: true, payload: frame.opcode > 8 ? Buffer.from("take") : frame.payload },
    ]),
  fc.tuple(payload, mask).map(([part, mask]) => [
    { opcode: 1, isFinal: false, payload: part, mask },
    { opcode: 9, isFinal: true, payload: Buffer.from("take"), mask },
    { opcode: 0, isFinal: true, payload: part, mask },
  ]),
);

test("however the bytes are cut, only whole messages are taken, in order, and all else is passed on as it was", () => {
  const scenario = fc.record({
    messages: fc.array(message, { minLength: 1, maxLength: 12 }),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(scenario, ({ messages, cuts }) => {
      // Told apart by their payload, or one could not say which of two was taken.
      const frames = messages.flat().map(({ opcode, isFinal, payload, mask }, index) => ({
        opcode,
        isFinal,
        mask,
        payload: Buffer.concat([payload, Buffer.from(`${index}`)]),
      }));
      const bytes = Buffer.concat(frames.map(encodeFrame));
      const places = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length];
      places.sort((a, b) => a - b);
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      const { taken, passed } = feed(chunks);

      // What was passed on and what was taken are together what came: take the taken out of the frames, in order.
      const left: Buffer[] = [];
      let next = 0;
      for (const frame of frames) {
        const isTaken =
          frame.opcode === 1 && frame.isFinal && frame.payload.toString("latin1") === taken[next];
        if (isTaken) next += 1;
        else left.push(encodeFrame(frame));
      }
      expect(next).toBe(taken.length);
      expect(passed.equals(Buffer.concat(left))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("messages that come whole are all taken, also several at once", () => {
  const frames = [1, 2, 3].map((n) =>
    encodeFrame({ opcode: 1, isFinal: true, payload: Buffer.from(`take ${n} ü`), mask: n * 77 }),
  );
  const { taken, passed } = feed([Buffer.concat(frames.slice(0, 2)), ...frames.slice(2)]);
  expect(taken).toEqual([1, 2, 3].map((n) => Buffer.from(`take ${n} ü`).toString("latin1")));
  expect(passed).toHaveLength(0);
});

test("what is not masked, compressed or of a fragment is never taken", () => {
  const proper = encodeFrame({ opcode: 1, isFinal: true, payload: Buffer.from("take"), mask: 1 });
  const compressed = Buffer.from(proper);
  compressed[0] = 0xc1;
  const unmasked = Buffer.from([0x81, 4, ...Buffer.from("take")]);
  for (const bytes of [compressed, unmasked])
    expect(feed([bytes])).toEqual({ taken: [], passed: bytes });
});
