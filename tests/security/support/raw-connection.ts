import { connect } from "node:net";

/** Longest wait for an answer, on a machine that has much else to do. */
const ANSWER_MS = 20_000;
/** How long one listens to a server that should be waiting itself. */
const SILENCE_MS = 1500;

/**
 * Sends bytes to a server as they are, for what no HTTP client would send: the last request on the connection, or one
 * that ends it.
 *
 * @returns all that came back until the server closed the connection
 */
export const sendBytes = (url: string, ...pieces: (string | Buffer)[]): Promise<string> =>
  exchange(url, pieces, ANSWER_MS);

/** The same for half a request, which a server waits for the rest of. @returns what it said nonetheless */
export const sendUnfinished = (url: string, ...pieces: (string | Buffer)[]): Promise<string> =>
  exchange(url, pieces, SILENCE_MS);

function exchange(url: string, pieces: (string | Buffer)[], waitMs: number): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    const end = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.setTimeout(waitMs, end);
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => (received += text));
    // A server that hangs up in the middle of what is sent has answered too.
    socket.on("error", end);
    socket.on("close", end);
    for (const piece of pieces) socket.write(piece);
  });
}

/** A request with a user's token, as bytes; a line is sent as it stands. */
export const requestBytes = (token: string, firstLine: string, ...lines: string[]): string =>
  [firstLine, "Host: localhost", `Authorization: Bearer ${token}`, ...lines, "", ""].join("\r\n");

/** The headers of the first answer. */
export const headOf = (received: string): string => received.split("\r\n\r\n")[0] ?? "";

/** The statuses of all answers in what came back. */
export const statusesOf = (received: string): number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
