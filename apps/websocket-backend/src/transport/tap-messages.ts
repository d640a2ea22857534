import type { EventEmitter } from "node:events";
import type { Connection, GatewaySocket } from "../socket-types.js";
import { FrameTracker, readMasked } from "./frames.js";

const MAX_TAPPED_BYTES = 512;
const scratch = Buffer.alloc(MAX_TAPPED_BYTES);

export interface Tap {
  /** Takes a message, given as Latin-1. @returns whether it was taken: nobody else hears of it then */
  take(message: string): boolean;
  /** Others, of any kind, are on their way through ws and Engine.IO. */
  noteOthers(): void;
}

type Transport = Connection["transport"];

/** Shows a tap the short text messages that a socket's WebSocket gets before `ws` does. Polling is not tapped. */
export function tapMessages({ conn }: GatewaySocket, tap: Tap): void {
  if (conn.transport.name === "websocket") tapTransport(conn.transport, tap);
  else conn.once("upgrade", (transport: Transport) => tapTransport(transport, tap));
}

function tapTransport(transport: Transport, tap: Tap): void {
  const { socket: webSocket } = transport as unknown as { socket: { _socket?: EventEmitter } };
  const stream = webSocket._socket;
  const [toWebSocket] = (stream?.listeners("data") ?? []) as ((chunk: Buffer) => void)[];
  // It has closed already.
  if (stream === undefined || toWebSocket === undefined) return;
  const tracker = new FrameTracker();

  const listen = (chunk: Buffer): void => {
    let at = 0;
    while (at < chunk.length) {
      const frame = tracker.findText(chunk, at);
      if (frame === null || frame.end - frame.start > MAX_TAPPED_BYTES) break;
      if (!tap.take(readMasked(chunk, frame, scratch))) break;
      at = frame.end;
    }
    if (at === chunk.length) return;
    tracker.pass(chunk, at);
    tap.noteOthers();
    toWebSocket.call(stream, at === 0 ? chunk : chunk.subarray(at));
  };
  stream.off("data", toWebSocket);
  // By this property `off` knows what a listener stands for, as with `once`: ws takes its own away when it is done.
  stream.on("data", Object.assign(listen, { listener: toWebSocket }));
}
