import { request } from "node:http";

interface RawHandshake {
  transport: "polling" | "websocket";
  /** Where a proxy says that the request comes from. */
  address?: string;
  token?: string;
  headers?: Record<string, string>;
}

/** Asks for a new connection as HTTP sees it. @returns the status (101 for an upgrade), headers and body */
export function requestHandshake(
  url: string,
  { transport, address, token, headers }: RawHandshake,
): Promise<{ status: number; retryAfter: string | undefined; body: string }> {
  const query = new URLSearchParams({ EIO: "4", transport, ...(token ? { token } : {}) });
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/socket.io/?${query}`, {
      agent: false,
      headers: {
        ...(address === undefined ? {} : { "x-forwarded-for": address }),
        ...(transport === "websocket" ? UPGRADE : {}),
        ...headers,
      },
    });
    asked.once("error", reject);
    asked.once("upgrade", ({ statusCode }, socket) => {
      socket.destroy();
      resolve({ status: statusCode ?? 0, retryAfter: undefined, body: "" });
    });
    asked.once("response", (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, retryAfter: headers["retry-after"], body });
      });
    });
    asked.end();
  });
}

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};
