import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createLogger } from "@workspace/common/logger";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, onTestFinished, test } from "vitest";
import { createAlerts, type JobAlert } from "./alerts.js";

const logger = createLogger({ service: "test", level: "silent" });

const ALERT: JobAlert = {
  jobId: "01890000-0000-7000-8000-000000000001",
  projectId: "01890000-0000-7000-8000-000000000002",
  requestId: "submit-1",
  attempts: 3,
  error: { code: "SANDBOX_ERROR", message: "no child could be started" },
  at: "2025-12-27T00:00:00.000Z",
};

interface Received {
  body: string;
  signature: string | undefined;
}

/** A webhook that answers its requests with these statuses, the last one for ever; null: never. */
async function openWebhook(...statuses: (number | null)[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const signature = request.headers["x-signature"] as string | undefined;
    received.push({ body: await text(request), signature });
    const status = statuses[Math.min(received.length, statuses.length) - 1] ?? null;
    if (status !== null) response.writeHead(status, { location: "/elsewhere" }).end("thanks");
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
  return { url, received };
}

describe("an alert", () => {
  test("reaches the webhook with its signature", async () => {
    const webhook = await openWebhook(200);
    const alerts = createAlerts({ logger, webhookUrl: webhook.url, webhookSecret: "s3cret" });
    alerts.raise(ALERT);
    await alerts.close(5000);
    const [request] = webhook.received;
    expect(webhook.received).toHaveLength(1);
    expect(JSON.parse(request?.body ?? "")).toEqual(ALERT);
    const hmac = createHmac("sha256", "s3cret").update(request?.body ?? "");
    expect(request?.signature).toBe(`sha256=${hmac.digest("hex")}`);
    expect(alerts.count()).toBe(1);
  });

  test("is not signed without a secret", async () => {
    const webhook = await openWebhook(204);
    const alerts = createAlerts({ logger, webhookUrl: webhook.url });
    alerts.raise(ALERT);
    await alerts.close(5000);
    expect(webhook.received.map(({ signature }) => signature)).toEqual([undefined]);
  });

  test("is sent again after a failure, three times at most", async () => {
    const webhook = await openWebhook(500);
    const alerts = createAlerts({ logger, webhookUrl: webhook.url });
    alerts.raise(ALERT);
    await alerts.close(10_000);
    expect(webhook.received).toHaveLength(3);
  });

  test("is sent once more when that helps", async () => {
    const webhook = await openWebhook(503, 200);
    const alerts = createAlerts({ logger, webhookUrl: webhook.url });
    alerts.raise(ALERT);
    await alerts.close(10_000);
    expect(webhook.received).toHaveLength(2);
  });

  test("does not hold up the end of the service", async () => {
    const webhook = await openWebhook(null);
    const alerts = createAlerts({ logger, webhookUrl: webhook.url });
    alerts.raise(ALERT);
    await eventually(() => webhook.received.length === 1);
    const startedAt = performance.now();
    await alerts.close(20);
    // The request itself would be given up after 5 s.
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  test("goes nowhere else, whatever the webhook answers", async () => {
    const webhook = await openWebhook(307);
    const alerts = createAlerts({ logger, webhookUrl: webhook.url });
    alerts.raise(ALERT);
    await alerts.close(10_000);
    expect(webhook.received).toHaveLength(3);
  });

  test("is logged once more when the service stops before the next try", async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const webhook = await openWebhook(503);
    const alerts = createAlerts({
      logger: createLogger({ service: "test", level: "error", destination }),
      webhookUrl: webhook.url,
    });
    alerts.raise(ALERT);
    await eventually(() => webhook.received.length === 1);
    await alerts.close(50);
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ level: "error", jobId: ALERT.jobId });
  });

  test("is counted without a webhook too", () => {
    const alerts = createAlerts({ logger });
    alerts.raise(ALERT);
    alerts.raise(ALERT);
    expect(alerts.count()).toBe(2);
  });
});
