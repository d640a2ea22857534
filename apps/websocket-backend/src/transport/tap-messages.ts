import type { EventEmitter } from "node:events";
import type { GatewaySocket } from "../socket-types.js";

/** @returns whether the message was taken: Engine.IO does not hear of it then */
export type Tap = (message: Buffer) => boolean;

type MessageListener = (message: Buffer, isBinary: boolean) => void;

/** Shows a tap the text messages of a socket's WebSocket before Engine.IO. Polling is not tapped. */
export function tapMessages({ conn }: GatewaySocket, tap: Tap): void {
  function attach(): void {
    const { socket: webSocket } = conn.transport as unknown as { socket?: EventEmitter };
    if (webSocket === undefined) return;
    const listeners = webSocket.listeners("message") as MessageListener[];
    webSocket.removeAllListeners("message");
    webSocket.on("message", (message: Buffer, isBinary: boolean) => {
      if (!isBinary && tap(message)) return;
      for (const listener of listeners) listener.call(webSocket, message, isBinary);
    });
  }

  attach();
  conn.once("upgrade", attach);
}
