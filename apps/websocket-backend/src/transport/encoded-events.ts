import type { Writable } from "node:stream";
import type { ServerToClientEvents } from "@workspace/common/contracts/socket-events";
import type { Connection } from "../socket-types.js";
import { toTextFrame } from "./frames.js";

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

/** What Engine.IO and ws have between a socket and its TCP stream. */
interface EngineInternals {
  writeBuffer: unknown[];
  transport: {
    name: string;
    writable: boolean;
    socket?: { readyState: number; OPEN: number; _socket?: Writable };
  };
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

/**
 * What a connection's WebSocket writes to, while nothing waits in the engine that would have to go first. Null
 * over polling too.
 */
function idleStream(connection: Connection): Writable | null {
  const { transport, writeBuffer } = connection as unknown as EngineInternals;
  if (transport.name !== "websocket" || !transport.writable || writeBuffer.length > 0) return null;
  const { socket: webSocket } = transport;
  // Behind its farewell a WebSocket must send nothing.
  if (webSocket?.readyState !== webSocket?.OPEN) return null;
  return webSocket?._socket ?? null;
}
