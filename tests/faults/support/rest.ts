import { setTimeout as delay } from "node:timers/promises";

/** What is sent beside method and path. */
export interface Sent {
  token?: string;
  body?: object;
  /** Idempotency-Key: makes a POST safe to repeat. */
  key?: string;
}

export interface Answer<Body> {
  status: number;
  body: Body;
  retryAfter: string | null;
  /** Milliseconds that the answer took. */
  ms: number;
  /** How often the request was sent before. */
  retries: number;
}

const ATTEMPT_TIMEOUT_MS = 15_000;
const GIVE_UP_AFTER_MS = 90_000;
const MAX_PAUSE_MS = 500;

/** Sends a request once. Rejects when no answer comes. */
export async function send<Body = never>(
  baseUrl: string,
  route: string,
  { token, body, key }: Sent = {},
): Promise<Answer<Body>> {
  const [method = "", path = ""] = route.split(" ");
  const startedAt = performance.now();
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text === "" ? null : JSON.parse(text)) as Body,
    retryAfter: response.headers.get("retry-after"),
    ms: performance.now() - startedAt,
    retries: 0,
  };
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
  sent: Sent,
): Promise<Answer<Body>> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (let retries = 0; ; retries += 1) {
    const answer = await send<Body>(baseUrl, route, sent).catch((error: unknown) => error as Error);
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
