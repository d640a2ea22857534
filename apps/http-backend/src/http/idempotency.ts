import { createHash } from "node:crypto";
import { AppError } from "@workspace/common/app-error";
import type { Database } from "@workspace/database/database";
import type { Request, RequestHandler } from "express";
import { type Caller, getCaller } from "./caller.js";

/** No request is handled for longer: an older reservation belongs to a process that died. */
const ABANDONED_AFTER_SECONDS = 60;

/** A POST's answer, before it is sent. */
interface Reply {
  status: number;
  body: object;
}

type ReplyingHandler = (request: Request, caller: Caller) => Promise<Reply>;

/** Makes a handler of a POST safe to repeat with an `Idempotency-Key`. */
export type Idempotent = (handler: ReplyingHandler) => RequestHandler;

/**
 * With an `Idempotency-Key` a request is carried out once: its repetition gets the first answer, marked
 * `Idempotency-Replayed: true`. Keys are per user. Answers of 500 and above are not kept.
 *
 * @throws {AppError} IDEMPOTENCY_KEY_REUSED for another request, REQUEST_IN_PROGRESS while the first runs
 */
export function createIdempotent(database: Database): Idempotent {
  return (handler) => async (request, response) => {
    const caller = getCaller(response);
    const key = request.get("idempotency-key");
    if (key === undefined) {
      const reply = await handler(request, caller);
      response.status(reply.status).json(reply.body);
      return;
    }
    if (!/^[\x21-\x7e]{1,255}$/.test(key))
      throw new AppError(
        "VALIDATION_FAILED",
        "Idempotency-Key: must be 1 to 255 printable ASCII characters",
      );
    const reservation = { userId: caller.userId, key, requestHash: hashRequest(request) };
    const earlier = await reserveKey(database, reservation);
    if (earlier !== null) {
      response.set("Idempotency-Replayed", "true").status(earlier.status).json(earlier.body);
      return;
    }
    const reply = await handler(request, caller).catch(async (error: unknown) => {
      // A refusal changed nothing, so the key is free again.
      await releaseKey(database, reservation);
      throw error;
    });
    await storeReply(database, reservation, reply);
    response.status(reply.status).json(reply.body);
  };
}

interface Reservation {
  userId: string;
  key: string;
  requestHash: string;
}

function hashRequest(request: Request): string {
  return createHash("sha256")
    .update(`${request.method} ${request.baseUrl}${request.path}\n${JSON.stringify(request.body)}`)
    .digest("hex");
}

/** Takes the key for this request. @returns the answer that an earlier one got, or null when taken */
async function reserveKey(
  database: Database,
  { userId, key, requestHash }: Reservation,
): Promise<Reply | null> {
  const taken = await database.prisma.$executeRaw`
    INSERT INTO "IdempotencyKey" ("userId", key, "requestHash")
    VALUES (${userId}::uuid, ${key}, ${requestHash})
    ON CONFLICT ("userId", key) DO UPDATE SET "createdAt" = now()
    WHERE "IdempotencyKey".status IS NULL
      AND "IdempotencyKey"."requestHash" = EXCLUDED."requestHash"
      AND "IdempotencyKey"."createdAt" < now() - make_interval(secs => ${ABANDONED_AFTER_SECONDS})`;
  if (taken === 1) return null;
  const existing = await database.prisma.idempotencyKey.findUnique({
    where: { userId_key: { userId, key } },
  });
  if (existing !== null && existing.requestHash !== requestHash)
    throw new AppError(
      "IDEMPOTENCY_KEY_REUSED",
      "The Idempotency-Key was used for another request",
    );
  if (existing?.status == null)
    throw new AppError("REQUEST_IN_PROGRESS", "The first request with this key is still running", {
      retryAfterSeconds: 1,
    });
  return { status: existing.status, body: existing.response as object };
}

async function storeReply(
  database: Database,
  { userId, key }: Reservation,
  { status, body }: Reply,
): Promise<void> {
  await database.prisma.idempotencyKey.update({
    where: { userId_key: { userId, key } },
    data: { status, response: { ...body } },
  });
}

async function releaseKey(database: Database, { userId, key }: Reservation): Promise<void> {
  await database.prisma.idempotencyKey.deleteMany({ where: { userId, key, status: null } });
}
