import { eventually } from "@workspace/local-stack/eventually";
import { Manager } from "socket.io-client";
import { onTestFinished } from "vitest";

/** A connection of the engine on which nothing is said by itself: no token, no event. */
export interface RawConnection {
  /** Messages that came, as Socket.io encodes them: `0{…}` when it has let the client in, `4{…}` when not. */
  received: string[];
  isOpen(): boolean;
  /** Sends one message; `0{…}` asks to be let in. */
  send(message: string | Buffer): void;
}

interface OpenOptions {
  transport: "websocket" | "polling";
  extraHeaders?: Record<string, string>;
}

export async function openConnection(
  url: string,
  { transport, extraHeaders = {} }: OpenOptions,
): Promise<RawConnection> {
  const manager = new Manager(url, {
    transports: [transport],
    extraHeaders,
    reconnection: false,
    autoConnect: false,
  });
  await new Promise<void>((resolve, reject) => {
    manager.open((error) => (error === undefined ? resolve() : reject(error)));
  });
  const { engine } = manager;
  const received: string[] = [];
  engine.on("message", (data: unknown) => received.push(String(data)));
  onTestFinished(() => void engine.close());
  await eventually(() => engine.readyState === "open");
  return {
    received,
    isOpen: () => engine.readyState === "open",
    send(message) {
      engine.write(message);
    },
  };
}
