import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { ControlChannel, type ControlEvent } from "./control-channel.js";

/** A channel whose other end is the test. */
function open(hasTrustedReports = false) {
  const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const channel = new ControlChannel(socket, { maxTextBytes: 5, hasTrustedReports });
  const events: ControlEvent[] = [];
  channel.onEvent = (event) => events.push(event);
  const receive = (bytes: Buffer): void => void socket.emit("data", bytes);
  return { socket, channel, events, receive };
}

const STAMP = Buffer.alloc(8);
STAMP.writeBigInt64LE(1234n);
const COURSE = Buffer.concat([Buffer.from("RPS"), STAMP, Buffer.from("G")]);
const EVENTS = [
  { kind: "ready" },
  { kind: "started", atNs: 1234n },
  { kind: "goodbye", exitCode: null },
];

describe("a control channel", () => {
  it("understands a whole course in one piece", () => {
    const { channel, events, receive } = open();
    receive(COURSE);
    expect(events).toEqual(EVENTS);
    expect(channel).toMatchObject({ hasProgram: true, compileError: null });
  });

  it("understands it byte by byte", () => {
    const { events, receive } = open();
    for (const byte of COURSE) receive(Buffer.from([byte]));
    expect(events).toEqual(EVENTS);
  });

  it("knows whether the child has its program", () => {
    const { channel, receive } = open();
    receive(Buffer.from("R"));
    expect(channel.hasProgram).toBe(false);
    receive(Buffer.from("P"));
    expect(channel.hasProgram).toBe(true);
  });

  it("keeps a compile error up to its limit", () => {
    const { channel, events, receive } = open();
    receive(Buffer.from("RPCabc"));
    receive(Buffer.from("defg"));
    expect(channel.compileError).toBe("abcde");
    expect(events).toEqual([{ kind: "ready" }]);
  });

  it("believes nothing once the program runs", () => {
    const { channel, events, receive } = open();
    receive(COURSE);
    receive(Buffer.from("RPSCforged".repeat(1000)));
    expect(events).toEqual(EVENTS);
    expect(channel.compileError).toBeNull();
  });

  it("reads no more of a program that may be over", () => {
    const { socket, receive } = open();
    receive(COURSE.subarray(0, -1));
    expect(socket.isPaused()).toBe(false);
    receive(Buffer.from("G"));
    expect(socket.isPaused()).toBe(true);
  });

  describe("whose child lets no program near it", () => {
    const usage = Buffer.alloc(25);
    usage.write("U");
    usage.writeBigInt64LE(1_500n, 1);
    usage.writeBigInt64LE(20n, 9);
    usage.writeBigInt64LE(30n, 17);
    const course = Buffer.concat([
      ...["U", "R", "U", "P", "U"].map((text) => (text === "U" ? usage : Buffer.from(text))),
      Buffer.from("S"),
      STAMP,
      usage,
      Buffer.from([71, 7]),
    ]);
    const events = [...EVENTS.slice(0, 2), { kind: "goodbye", exitCode: 7 }];

    it("hears what it uses and how it ended, at any time and in any pieces", () => {
      const whole = open(true);
      whole.receive(course);
      const pieces = open(true);
      for (const byte of course) pieces.receive(Buffer.from([byte]));
      for (const { channel, events: heard } of [whole, pieces]) {
        expect(heard).toEqual(events);
        expect(channel.reportedUsage).toEqual({
          cpuMs: 1.5,
          residentBytes: 20,
          peakBytes: 30,
          threads: 1,
        });
      }
    });

    it("hears nothing of it from any other child", () => {
      const { channel, events: heard, receive } = open();
      receive(Buffer.concat([Buffer.from("RPS"), STAMP, usage, Buffer.from([71, 0])]));
      expect(heard).toEqual(EVENTS);
      expect(channel.reportedUsage).toBeNull();
    });
  });
});
