import { Agent, request } from "node:http";

/** An answer as it came. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

interface RawRequest {
  /** `PUT /projects/1?a=b`: the target is sent as it is. */
  route: string;
  headers?: Record<string, string>;
  body?: string | Buffer | undefined;
}

// One connection for all: a test that sends thousands of requests would else use up the ports.
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a request without the help of any client library: no encoding, no redirects, no retries. */
export function sendRequest(
  url: string,
  { route, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const space = route.indexOf(" ");
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        hostname,
        port,
        method: route.slice(0, space),
        path: route.slice(space + 1),
        headers: {
          ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    call.once("error", reject);
    call.end(body);
  });
}
