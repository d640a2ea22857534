import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/**
 * What becomes of a request: it is answered; it is carried out and its answer lost; it is carried out and never
 * answered; it is answered by the proxy alone.
 */
type Fate = "pass" | "lose" | "hang" | { status: number; headers?: Record<string, string> };

/** A proxy that does to requests what it is told. */
export interface BreakingProxy {
  url: string;
  /** The fates of the next requests, in order; all others pass. */
  plan(...fates: Fate[]): void;
  /** Method and path of every request, and the body's and answer's headers that tests look at. */
  requests: { route: string; key: string | undefined; atMs: number }[];
}

/** Stands before a REST service until the end of the test. */
export async function startBreakingProxy(target: string): Promise<BreakingProxy> {
  const fates: Fate[] = [];
  const requests: BreakingProxy["requests"] = [];

  function pass(incoming: IncomingMessage, response: ServerResponse, fate: Fate): void {
    const { method, headers, url = "" } = incoming;
    const outgoing = request(target + url, { method, headers, agent: false }, (answer) => {
      if (fate === "pass") {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        return;
      }
      // Read to its end: by then all of it has been carried out.
      answer.resume().on("end", () => {
        if (fate === "lose") response.destroy();
      });
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  }

  const server = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    const key = headers["idempotency-key"];
    requests.push({ route: `${method} ${url}`, key: key?.toString(), atMs: performance.now() });
    const fate = fates.shift() ?? "pass";
    if (typeof fate === "string") pass(incoming, response, fate);
    else response.writeHead(fate.status, fate.headers).end("<html>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan: (...next) => void fates.push(...next),
    requests,
  };
}
