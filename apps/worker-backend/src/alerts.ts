import { createHmac } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { JobError } from "@workspace/common/contracts/jobs";
import { jittered } from "@workspace/common/jittered";
import type { Logger } from "@workspace/common/logger";

const WEBHOOK_TRIES = 3;
const WEBHOOK_TIMEOUT_MS = 5000;
/** Pause before the second try; doubles each time. */
const WEBHOOK_BACKOFF_MS = 500;

/** Body of the alert webhook. `at` is ISO 8601. */
export interface JobAlert {
  jobId: string;
  projectId: string;
  /** Of the request that submitted the job. */
  requestId: string | null;
  attempts: number;
  error: JobError;
  at: string;
}

/** Tells operators of jobs that the infrastructure could not run. */
export interface Alerts {
  /** Logs and counts the alert and sends it to the webhook in the background. Never rejects. */
  raise(alert: JobAlert): void;
  /** Alerts since the service started. */
  count(): number;
  /** What became of those that a webhook was to get. */
  deliveries(): Readonly<DeliveryCounts>;
  /** Waits for webhooks on their way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

interface DeliveryCounts {
  delivered: number;
  /** Given up after all tries, or since the service stops. */
  failed: number;
}

interface AlertsOptions {
  logger: Logger;
  webhookUrl?: string | undefined;
  /** Signs the webhook's body: `X-Signature: sha256=` and the hexadecimal HMAC-SHA256. */
  webhookSecret?: string | undefined;
}

export function createAlerts({ logger, webhookUrl, webhookSecret }: AlertsOptions): Alerts {
  const closing = new AbortController();
  const pending = new Set<Promise<void>>();
  const deliveries: DeliveryCounts = { delivered: 0, failed: 0 };
  let raised = 0;

  async function post(url: string, body: string): Promise<void> {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(webhookSecret === undefined ? {} : { "x-signature": signBody(webhookSecret, body) }),
      },
      body,
      // Its receiver is the operator's choice, and nobody else's.
      redirect: "error",
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(WEBHOOK_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
  }

  async function deliver(url: string, alert: JobAlert): Promise<void> {
    const body = JSON.stringify(alert);
    for (let attempt = 1; !closing.signal.aborted; attempt += 1) {
      try {
        await post(url, body);
        deliveries.delivered += 1;
        return;
      } catch (error) {
        if (attempt === WEBHOOK_TRIES || closing.signal.aborted) {
          deliveries.failed += 1;
          logger.error({ err: error, ...nameJob(alert) }, "could not deliver an alert");
          return;
        }
      }
      const pauseMs = jittered(WEBHOOK_BACKOFF_MS * 2 ** (attempt - 1));
      await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
    deliveries.failed += 1;
    logger.error(nameJob(alert), "gave up an alert, since the service stops");
  }

  return {
    raise(alert) {
      raised += 1;
      logger.error({ ...alert, alerts: raised }, "job exhausted its attempts");
      if (webhookUrl === undefined) return;
      const delivery = deliver(webhookUrl, alert).finally(() => pending.delete(delivery));
      pending.add(delivery);
    },
    count: () => raised,
    deliveries: () => deliveries,
    async close(graceMs) {
      const timer = setTimeout(() => closing.abort(), graceMs);
      await Promise.all(pending);
      clearTimeout(timer);
    },
  };
}

/** As each line about an alert's delivery names its job. */
const nameJob = ({ requestId, projectId, jobId }: JobAlert) => ({ requestId, projectId, jobId });

/** The value of `X-Signature` for a body. */
const signBody = (secret: string, body: string): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
