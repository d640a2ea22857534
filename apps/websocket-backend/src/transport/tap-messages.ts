import type { EventEmitter } from "node:events";
import type { GatewaySocket } from "../socket-types.js";

/** @returns whether the message was taken: Engine.IO does not hear of it then */
export type Tap = (message: Buffer) => boolean;

type MessageListener = (message: Buffer, isBinary: boolean) => void;

/** Shows a tap the text messages of a socket's WebSocket before Engine.IO. Polling is not tapped. */
export function tapMessages({ conn }: GatewaySocket, tap: Tap): void {
  if (conn.transport.name === "websocket") tapTransport(conn.transport, tap);
  else
    conn.once("upgrade", (transport: GatewaySocket["conn"]["transport"]) =>
      tapTransport(transport, tap),
    );
}

function tapTransport(transport: GatewaySocket["conn"]["transport"], tap: Tap): void {
  const { socket: webSocket } = transport as unknown as { socket: EventEmitter };
  const [toEngine] = webSocket.listeners("message") as MessageListener[];
  webSocket.removeAllListeners("message");
  webSocket.on("message", (message: Buffer, isBinary: boolean) => {
    if (isBinary || !tap(message)) toEngine?.call(webSocket, message, isBinary);
  });
}
