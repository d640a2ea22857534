import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { ControlChannel, type ControlEvent } from "./control-channel.js";

/** A channel whose other end is the test. */
function open() {
  const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const channel = new ControlChannel(socket, 5);
  const events: ControlEvent[] = [];
  channel.onEvent = (event) => events.push(event);
  const receive = (bytes: Buffer): void => void socket.emit("data", bytes);
  return { socket, channel, events, receive };
}

const STAMP = Buffer.alloc(8);
STAMP.writeBigInt64LE(1234n);
const COURSE = Buffer.concat([Buffer.from("RPS"), STAMP, Buffer.from("G")]);
const EVENTS = [{ kind: "ready" }, { kind: "started", atNs: 1234n }, { kind: "goodbye" }];

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
});
