import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from "./contracts/errors.js";

/** Answers with JSON that nobody keeps. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
}

/** Answers with a refusal in the shape that all have. */
export function sendError(response: ServerResponse, code: ErrorCode, message: string): void {
  const body: ErrorBody = { success: false, error: { code, message, requestId: randomUUID() } };
  sendJson(response, ERROR_STATUS[code], body);
}
