import { setTimeout as delay } from "node:timers/promises";
import { type Answer, sendRequest, type Sent } from "../../setup/rest.js";

/** An answer, and what it took to get it. */
export interface TimedAnswer<Body> extends Answer<Body> {
  /** Of the request that was answered, on the clock of `performance.now()`. */
  startedAt: number;
  ms: number;
  /** How often the request was sent before. */
  retries: number;
}

interface RepeatableRequest extends Omit<Sent, "headers" | "signal"> {
  /** Idempotency-Key: makes a POST safe to repeat. */
  key?: string;
}

const ATTEMPT_TIMEOUT_MS = 15_000;
const GIVE_UP_AFTER_MS = 90_000;
const MAX_PAUSE_MS = 500;

/** Sends a request once. Rejects when no answer comes. */
export async function send<Body = never>(
  baseUrl: string,
  route: string,
  { key, ...sent }: RepeatableRequest = {},
): Promise<TimedAnswer<Body>> {
  const startedAt = performance.now();
  const answer = await sendRequest<Body>(baseUrl, route, {
    ...sent,
    ...(key === undefined ? {} : { headers: { "idempotency-key": key } }),
    signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
  });
  return { ...answer, startedAt, ms: performance.now() - startedAt, retries: 0 };
}

/**
 * Sends a request again until it is answered for good, as a careful client does: after a lost connection and
 * after answers that ask for it. A POST needs a key for that.
 *
 * @throws when the answer is none of success, or none comes
 */
export async function sendUntilDone<Body = never>(
  baseUrl: string,
  route: string,
  request: RepeatableRequest,
): Promise<TimedAnswer<Body>> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (let retries = 0; ; retries += 1) {
    const answer = await send<Body>(baseUrl, route, request).catch(
      (error: unknown) => error as Error,
    );
    if (!(answer instanceof Error)) {
      if (answer.status < 300) return { ...answer, retries };
      if (!isPassing(answer))
        throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    if (performance.now() > giveUpAt)
      throw new Error(`${route} was not answered in time: ${JSON.stringify(answer)}`, {
        cause: answer,
      });
    await delay(Math.random() * Math.min(MAX_PAUSE_MS, 20 * 2 ** retries));
  }
}

/** Whether an answer asks to try again. */
function isPassing({ status, body }: Answer<unknown>): boolean {
  const { error } = (body ?? {}) as { error?: { code?: string } };
  return status === 503 || status === 429 || error?.code === "REQUEST_IN_PROGRESS";
}
