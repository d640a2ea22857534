import type { Connection } from "../socket-types.js";
import { FrameTracker, readMasked } from "./frames.js";
import { tcpStreamOf } from "./web-socket.js";

const MAX_TAPPED_BYTES = 512;
const scratch = Buffer.alloc(MAX_TAPPED_BYTES);

export interface Tap {
  /** Takes a message, given as Latin-1. @returns whether it was taken: nobody else hears of it then */
  take(message: string): boolean;
  /** Others, of any kind, are on their way through ws and Engine.IO. */
  noteOthers?(): void;
}

/** Shows taps, the first one first, the short text messages that a connection's WebSocket gets before `ws` does. */
export function tapMessages(connection: Connection, taps: readonly Tap[]): void {
  const stream = tcpStreamOf(connection);
  const [toWebSocket] = (stream?.listeners("data") ?? []) as ((chunk: Buffer) => void)[];
  // It has closed already.
  if (stream === null || toWebSocket === undefined) return;
  const tracker = new FrameTracker();

  const listen = (chunk: Buffer): void => {
    let at = 0;
    while (at < chunk.length) {
      const frame = tracker.findText(chunk, at);
      if (frame === null || frame.end - frame.start > MAX_TAPPED_BYTES) break;
      const message = readMasked(chunk, frame, scratch);
      if (!isTaken(taps, message)) break;
      at = frame.end;
    }
    if (at === chunk.length) return;
    tracker.pass(chunk, at);
    for (const tap of taps) tap.noteOthers?.();
    toWebSocket.call(stream, at === 0 ? chunk : chunk.subarray(at));
  };
  stream.off("data", toWebSocket);
  // By this property `off` knows what a listener stands for, as with `once`: ws takes its own away when it is done.
  stream.on("data", Object.assign(listen, { listener: toWebSocket }));
}

/** A loop, since a closure for each message would be most of what this leaves to the garbage collector. */
function isTaken(taps: readonly Tap[], message: string): boolean {
  for (const tap of taps) if (tap.take(message)) return true;
  return false;
}
