import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import { callApi, createAccount } from "../../tests/api.js";
import { openTestApp } from "../../tests/open-test-app.js";

const app = await openTestApp();

// What takes more than a second to answer counts as down, as on a busy machine it may for once.

test("a service with all that it needs is healthy and ready", async () => {
  for (const route of ["GET /health", "GET /health/ready"])
    await eventually(async () =>
      expect((await callApi(app, route).expect(200)).body).toEqual({
        status: "ok",
        service: "http-backend",
        uptimeSeconds: expect.any(Number),
        database: "up",
        redis: "up",
      }),
    );
});

test("a service that is shutting down is alive, not ready, and still answers", async () => {
  onTestFinished(() => app.drain(false));
  app.drain(true);
  expect((await callApi(app, "GET /health").expect(200)).body).toMatchObject({
    status: "draining",
  });
  await eventually(async () =>
    expect((await callApi(app, "GET /health/ready").expect(503)).body).toMatchObject({
      status: "draining",
      database: "up",
      redis: "up",
    }),
  );
  const { token } = await createAccount(app);
  await callApi(app, "GET /projects", { token }).expect(200);
});
