import { describe, expect, test } from "vitest";
import { callApi, createAccount, createProject, expectRefusal } from "../tests/api.js";
import { openTestApp } from "../tests/open-test-app.js";

const ORIGIN = "https://app.example.com";
const app = await openTestApp();
const restricted = await openTestApp({ beside: app, origins: [ORIGIN] });

describe("pages of other origins", () => {
  const preflight = (instance: typeof app, origin: string) =>
    callApi(instance, "OPTIONS /projects", {
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,content-type,if-match,idempotency-key",
      },
    });

  test("may ask before they call, without a token", async () => {
    const { status, headers } = await preflight(app, ORIGIN);
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "authorization,content-type,if-match,idempotency-key",
    });
    expect(headers["access-control-allow-methods"]).toMatch(/PUT.*DELETE|DELETE.*PUT/);
  });

  test("may read the headers that the API documents", async () => {
    const { token } = await createAccount(app);
    const { headers } = await callApi(app, "GET /projects", { token, headers: { Origin: ORIGIN } });
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-expose-headers"]?.split(",").sort()).toEqual([
      "ETag",
      "Idempotency-Replayed",
      "Link",
      "Log-Begins-At",
      "Retry-After",
      "X-Request-Id",
    ]);
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  });

  test("are let in by a refusal too, so that they can read it", async () => {
    const answer = await callApi(app, "GET /projects", { headers: { Origin: ORIGIN } });
    expectRefusal(answer, 401, "UNAUTHENTICATED");
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
  });

  test("are let in from the allowed origins only", async () => {
    const allowed = await preflight(restricted, ORIGIN);
    expect(allowed.headers["access-control-allow-origin"]).toBe(ORIGIN);
    expect(allowed.headers["vary"]).toContain("Origin");
    for (const origin of ["https://evil.example", `${ORIGIN}.evil.example`, "null"])
      expect((await preflight(restricted, origin)).headers).not.toHaveProperty(
        "access-control-allow-origin",
      );
  });
});

test("every answer carries the headers that keep browsers careful", async () => {
  for (const route of ["GET /health", "GET /projects", "GET /api/v2/nothing"]) {
    const { headers } = await callApi(app, route);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'self'"),
      "strict-transport-security": expect.stringContaining("max-age="),
    });
    expect(headers).not.toHaveProperty("x-powered-by");
  }
});

test("no cache keeps what the API answers", async () => {
  const account = await createAccount(app);
  const { token, email, password } = account;
  const answers = await Promise.all([
    callApi(app, "POST /auth/login", { body: { email, password } }),
    callApi(app, "POST /auth/refresh", { token }),
    callApi(app, `GET /projects/${await createProject(app, account)}`, { token }),
    callApi(app, "GET /projects"),
    callApi(app, "GET /health"),
    callApi(app, "GET /api/v2/nothing"),
  ]);
  for (const { headers } of answers) expect(headers["cache-control"]).toBe("no-store");
});

test("a route that does not exist is 404, below the API only for who is logged in", async () => {
  const { token } = await createAccount(app);
  for (const route of ["GET /nothing", "PATCH /projects", "GET /auth/nothing", "PUT /auth/me"])
    expectRefusal(await callApi(app, route, { token }), 404, "NOT_FOUND");
  expectRefusal(await callApi(app, "GET /api/v2/projects"), 404, "NOT_FOUND");
  expectRefusal(await callApi(app, "GET /nothing"), 401, "UNAUTHENTICATED");
});

test("a request that was cut off harms nothing", async () => {
  const owner = await createAccount(app);
  const cut = new AbortController();
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"name":"N'));
      cut.abort();
    },
  });
  const call = fetch(`${app.url}/api/v1/projects`, {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" },
    body,
    duplex: "half",
    signal: cut.signal,
  });
  await expect(call).rejects.toThrow(/abort/);
  expect(await createProject(app, owner)).toEqual(expect.any(String));
  expect(await app.database.prisma.project.count({ where: { ownerId: owner.id } })).toBe(1);
});
