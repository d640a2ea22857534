import { connect } from "node:net";

/** How long one waits for what a server that waits itself never says. */
const QUIET_MS = 1500;

/**
 * Sends bytes to a server as they are, for what no HTTP client would send.
 *
 * @returns all that came back when the server closed the connection, or had said nothing for a while
 */
export function sendBytes(url: string, ...pieces: (string | Buffer)[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    const end = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.setTimeout(QUIET_MS, end);
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => (received += text));
    // A server that hangs up in the middle of what is sent has answered too.
    socket.on("error", end);
    socket.on("close", end);
    for (const piece of pieces) socket.write(piece);
  });
}

/** The statuses of all answers in what came back. */
export const statusesOf = (received: string): number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
