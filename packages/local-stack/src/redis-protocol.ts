import { connect } from "node:net";
import { LOOPBACK_HOST } from "./free-port.js";

/** Where a Redis of this machine listens, and its password. */
export interface RedisAddress {
  port: number;
  password: string;
}

const REPLY_TIMEOUT_MS = 5_000;

/**
 * Sends one command to a Redis on a fresh, authenticated connection and returns the reply as it came over the wire.
 *
 * The stack asks so little of Redis (PING, INFO, SHUTDOWN) that a client library would be a waste of start-up time.
 *
 * @throws when nobody answers, or what answers is no Redis with this password
 */
export function askRedis({ port, password }: RedisAddress, ...command: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: LOOPBACK_HOST });
    let received = "";
    const finish = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(REPLY_TIMEOUT_MS, () =>
      finish(() => reject(new Error("Redis did not answer in time"))),
    );
    socket.on("error", (error) => finish(() => reject(error)));
    socket.on("close", () =>
      finish(() => (received === "" ? reject(new Error("Redis hung up")) : resolve(received))),
    );
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      if (received.startsWith("-")) return finish(() => reject(new Error(received.trim())));
      const reply = received.startsWith("+OK\r\n") ? received.slice("+OK\r\n".length) : "";
      if (reply.startsWith("-")) return finish(() => reject(new Error(reply.trim())));
      if (isWholeReply(reply)) finish(() => resolve(reply));
    });
    socket.write(encodeCommand(["AUTH", password]) + encodeCommand(command));
  });
}

/** Simple strings end at the first line break; bulk strings announce their length. */
function isWholeReply(reply: string): boolean {
  if (!reply.includes("\r\n")) return false;
  if (!reply.startsWith("$")) return true;
  const headerEnd = reply.indexOf("\r\n");
  const length = Number(reply.slice(1, headerEnd));
  // No value has the length -1, and nothing after it.
  return length < 0 || reply.length >= headerEnd + length + "\r\n".length * 2;
}

function encodeCommand(words: string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join("")}`;
}
