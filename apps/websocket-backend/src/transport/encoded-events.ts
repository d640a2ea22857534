import type { Writable } from "node:stream";
import type { ServerToClientEvents } from "@workspace/common/contracts/socket-events";
import type { Connection } from "../socket-types.js";
import { toTextFrame } from "./frames.js";
import { tcpStreamOf } from "./web-socket.js";

/**
 * Some events, encoded once for every socket that gets them. Socket.io's own broadcast encodes an event once,
 * but writes each to each socket; these leave in one write, whatever their number.
 */
export interface EncodedEvents {
  /** Each as a packet of Socket.io, for transports other than WebSocket. */
  packets: string[];
  /** All as WebSocket frames, one behind the other. */
  frames: Buffer;
  /** Where in `frames` each begins, and at last where they end. */
  offsets: number[];
}

type ServerEvent = keyof ServerToClientEvents;

/** What the engine has yet to send; private to its types. */
interface EngineQueue {
  writeBuffer: unknown[];
  transport: { writable: boolean };
}

/** @param data of each event, which all have the same name */
export function encodeEvents<Event extends ServerEvent>(
  event: Event,
  data: readonly Parameters<ServerToClientEvents[Event]>[0][],
): EncodedEvents {
  // "2" is an event of Socket.io's protocol 5, here of the default namespace.
  const packets = data.map((each) => `2${JSON.stringify([event, each])}`);
  // "4" is a message of Engine.IO's protocol 4.
  const frames = packets.map((packet) => toTextFrame(`4${packet}`));
  const offsets = [0];
  for (const frame of frames) offsets.push((offsets.at(-1) ?? 0) + frame.byteLength);
  return { packets, frames: Buffer.concat(frames), offsets };
}

/**
 * Sends encoded events to a client: over a WebSocket in one write, however many they are. The order in regard
 * to everything else that the client is sent is kept.
 *
 * @param omitted index of an event that this client must not get, beside others that it must
 */
export function sendEncoded(
  connection: Connection,
  { packets, frames, offsets }: EncodedEvents,
  omitted?: number,
): void {
  const stream = idleStream(connection);
  if (stream === null) {
    for (const [index, packet] of packets.entries())
      if (index !== omitted) connection.write(packet);
    return;
  }
  if (omitted === undefined) {
    stream.write(frames);
    return;
  }
  stream.cork();
  stream.write(frames.subarray(0, offsets[omitted]));
  stream.write(frames.subarray(offsets[omitted + 1]));
  stream.uncork();
}

/** Where a connection's WebSocket writes to, while nothing waits in the engine that would have to go first. */
function idleStream(connection: Connection): Writable | null {
  const { transport, writeBuffer } = connection as unknown as EngineQueue;
  return transport.writable && writeBuffer.length === 0 ? tcpStreamOf(connection) : null;
}
