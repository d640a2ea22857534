import { randomUUID } from "node:crypto";
import { type IncomingMessage, ServerResponse, STATUS_CODES } from "node:http";
import type { AppError } from "@workspace/common/app-error";
import type { ErrorBody } from "@workspace/common/contracts/errors";

/** Answers a request, or a request to upgrade, with an error instead of a connection, and hangs up. */
export function refuseRequest(
  { socket }: IncomingMessage,
  response: ServerResponse,
  { code, message, status, retryAfterSeconds }: AppError,
): void {
  const content: ErrorBody = { success: false, error: { code, message, requestId: randomUUID() } };
  const body = JSON.stringify(content);
  const headers = {
    connection: "close",
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
  };
  // For an upgrade there is only something with the methods that middlewares call.
  if (response instanceof ServerResponse) {
    response.writeHead(status, headers).end(body);
    return;
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}
