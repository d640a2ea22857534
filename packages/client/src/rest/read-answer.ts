import type { SocketError } from "@workspace/common/contracts/socket-events";
import { clientError, WorkspaceError } from "../workspace-error.js";

/** An answer that is no refusal. */
export interface HttpAnswer<Body> {
  body: Body;
  headers: Headers;
}

/** What a proxy answers that cannot reach the server. */
const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Takes an HTTP answer apart; its body is undefined where there is none.
 *
 * @throws {WorkspaceError} the refusal that it is; UNAVAILABLE or UNEXPECTED_ANSWER when it is none of the server's
 */
export function readAnswer<Body>(response: Response, text: string): HttpAnswer<Body> {
  const { status, headers } = response;
  const body = parse(text);
  if (!response.ok) throw toRefusal(response, body);
  if (text !== "" && typeof body !== "object")
    throw clientError("UNEXPECTED_ANSWER", "The answer is not JSON", { status });
  return { body: body as Body, headers };
}

function toRefusal({ status, headers }: Response, body: unknown): WorkspaceError {
  const retryAfterMs = readRetryAfter(headers.get("retry-after"), Date.now());
  const error = (body as { error?: SocketError & { requestId?: string } } | null | undefined)
    ?.error;
  if (typeof error?.code === "string")
    return new WorkspaceError(error, { status, requestId: error.requestId, retryAfterMs });
  return clientError(
    GATEWAY_STATUSES.has(status) ? "UNAVAILABLE" : "UNEXPECTED_ANSWER",
    `The answer is ${status}, and not the server's own`,
    { status, retryAfterMs },
  );
}

/** Seconds or a date (RFC 9110, 10.2.3). */
export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null || header === "") return undefined;
  const atMs = /^\d+$/.test(header) ? nowMs + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
