import { listLastingKeys } from "@workspace/local-stack/lasting-keys";
import { expect, test } from "vitest";
import { callApi, createAccount } from "../tests/api.js";
import { openTestApp } from "../tests/open-test-app.js";

const app = await openTestApp({ authRateLimitPerMinute: 100 });

test("all that logging in and out writes to Redis expires", async () => {
  const account = await createAccount(app);
  const body = { email: account.email, password: "wrong password" };
  await callApi(app, "POST /auth/login", { body }).expect(401);
  await callApi(app, "GET /auth/me", { token: account.token }).expect(200);
  await callApi(app, "POST /auth/logout", { token: account.token }).expect(200);
  expect(await app.redis.keys("session-of:*")).toHaveLength(1);
  expect(await app.redis.keys("limit:auth:*")).not.toEqual([]);
  expect(await listLastingKeys(app.redis)).toEqual([]);
});
