import { createHash } from "node:crypto";
import { AppError } from "@workspace/common/app-error";
import { AlreadyDone, everyTime, type Once, oncePerKey } from "@workspace/database/once";
import type { Request, RequestHandler } from "express";
import { type Caller, getCaller } from "./caller.js";

interface RepeatablePost<Value> {
  status: number;
  /** Carries the request out, with `once` around the work of its transaction. */
  handle: (request: Request, caller: Caller, once: Once<Value>) => Promise<Value>;
  /** The answer's body. */
  present: (value: Value) => object;
}

/**
 * A POST that is safe to repeat. With an `Idempotency-Key` it is carried out once, whatever dies in between:
 * its repetition gets the first answer, marked `Idempotency-Replayed: true`. Keys are per user. A refusal
 * changes nothing and is not kept: the key is free for the mended request.
 *
 * @returns throws {AppError} IDEMPOTENCY_KEY_REUSED for another request, REQUEST_IN_PROGRESS while the first runs
 */
export function repeatablePost<Value>({
  status,
  handle,
  present,
}: RepeatablePost<Value>): RequestHandler {
  return async (request, response) => {
    const caller = getCaller(response);
    const key = readKey(request);
    const once: Once<Value> =
      key === undefined
        ? everyTime
        : oncePerKey(
            { userId: caller.userId, key, requestHash: hashRequest(request) },
            (value) => ({ status, body: present(value) }),
          );
    try {
      const value = await handle(request, caller, once);
      response.status(status).json(present(value));
    } catch (error) {
      if (!(error instanceof AlreadyDone)) throw error;
      const { reply } = error;
      response.set("Idempotency-Replayed", "true").status(reply.status).json(reply.body);
    }
  };
}

function readKey(request: Request): string | undefined {
  const key = request.get("idempotency-key");
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new AppError(
    "VALIDATION_FAILED",
    "Idempotency-Key: must be 1 to 255 printable ASCII characters",
  );
}

function hashRequest(request: Request): string {
  return createHash("sha256")
    .update(`${request.method} ${request.baseUrl}${request.path}\n${JSON.stringify(request.body)}`)
    .digest("hex");
}
