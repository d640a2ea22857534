import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { errorBodySchema } from "./contracts/errors.js";
import { createHealthListener } from "./health-server.js";
import { closeServer, listen } from "./listen.js";
import { createLogger } from "./logger.js";
import { createMetrics } from "./metrics.js";
import { createGuardedMetrics, createMetricsServer } from "./metrics-endpoint.js";

const TOKEN = "0123456789abcdef";
const logger = createLogger({ service: "test", level: "silent" });

const metrics = createMetrics();
metrics.readGauge({ name: "workspace_things", help: "Things", read: () => 7 });

async function open(server: Server) {
  await listen(server, 0);
  onTestFinished(() => closeServer(server));
  const { port } = server.address() as AddressInfo;
  return async (path: string, authorization?: string, method = "GET") => {
    const response = await fetch(`http://localhost:${port}${path}`, {
      method,
      headers: { connection: "close", ...(authorization === undefined ? {} : { authorization }) },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}

/** The port of a service that does something else too. */
const openGuarded = (token: string | undefined) =>
  open(
    createServer(
      createHealthListener({
        read: async () => ({
          status: "ok",
          service: "test",
          uptimeSeconds: 0,
          database: "up",
          redis: "up",
        }),
        isReady: () => true,
        metrics: createGuardedMetrics({ metrics, logger }, token),
        logger,
      }),
    ),
  );

describe("on a service's own port", () => {
  test("who shows the token gets the metrics", async () => {
    const get = await openGuarded(TOKEN);
    const answer = await get("/metrics?x=1", `Bearer ${TOKEN}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.text).toContain("workspace_things 7\n");
    expect(await get("/health")).toMatchObject({ status: 200 });
  });

  test.each([
    undefined,
    "",
    "Bearer",
    "Bearer 0123456789abcdeg",
    `Bearer ${TOKEN}0`,
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer ${"x".repeat(8000)}`,
    `Basic ${TOKEN}`,
    TOKEN,
  ])("%s gets none", async (authorization) => {
    const get = await openGuarded(TOKEN);
    const answer = await get("/metrics", authorization);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    const { error } = errorBodySchema.parse(JSON.parse(answer.text));
    expect(error.code).toBe("UNAUTHENTICATED");
    expect(answer.text).not.toContain("workspace_things");
  });

  test("there are none without a token, whatever is shown", async () => {
    const get = await openGuarded(undefined);
    for (const authorization of [undefined, "Bearer ", "Bearer undefined"])
      expect(await get("/metrics", authorization)).toMatchObject({ status: 404 });
  });

  test("nothing but a reading is answered", async () => {
    const get = await openGuarded(TOKEN);
    const authorization = `Bearer ${TOKEN}`;
    expect(await get("/metrics", authorization, "POST")).toMatchObject({ status: 404 });
    expect(await get("/metrics/x", authorization)).toMatchObject({ status: 404 });
    expect(await get("/metrics", authorization, "HEAD")).toMatchObject({ status: 200, text: "" });
  });
});

test("a port of its own has them for all, and nothing else", async () => {
  const get = await open(createMetricsServer({ metrics, logger }));
  expect(await get("/metrics")).toMatchObject({ status: 200 });
  expect(await get("/metrics", undefined, "POST")).toMatchObject({ status: 404 });
  expect(await get("/health")).toMatchObject({ status: 404 });
});

test("what cannot be rendered is an answer too", async () => {
  const broken = { ...metrics, render: () => Promise.reject(new Error("secret detail")) };
  const listener = createGuardedMetrics({ metrics: broken, logger }, TOKEN) as RequestListener;
  const get = await open(createServer(listener));
  const answer = await get("/metrics", `Bearer ${TOKEN}`);
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain("secret detail");
});
