import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { openTestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { startBreakingProxy } from "./support/breaking-proxy.js";
import { openWorkspace, signUp } from "./support/open-workspace.js";

const app = await openTestApp();
const NO_GATEWAY = "http://127.0.0.1:9";

/** Someone whose requests go through a proxy. */
async function openBroken(options: { requestTimeoutMs?: number } = {}) {
  const proxy = await startBreakingProxy(app.url);
  const { workspace } = await signUp({ url: proxy.url, liveUrl: NO_GATEWAY }, options);
  proxy.requests.length = 0;
  return { ...workspace, proxy };
}

test("a POST whose answer is lost is tried again, and carried out once", async () => {
  const { projects, proxy } = await openBroken();
  proxy.plan("lose", "lose");
  const { id } = await projects.create({ name: "Once" });
  expect(await projects.list().toArray()).toMatchObject([{ id, name: "Once" }]);
  const keys = proxy.requests.filter(({ route }) => route.startsWith("POST")).map(({ key }) => key);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
});

test("a POST that is not answered in time is tried again, and carried out once", async () => {
  const { projects, proxy } = await openBroken({ requestTimeoutMs: 3000 });
  proxy.plan("hang");
  await projects.create({ name: "Once" });
  expect(await projects.list().toArray()).toHaveLength(1);
});

test("two calls are two writes", async () => {
  const { projects, proxy } = await openBroken();
  await Promise.all([projects.create({ name: "Twin" }), projects.create({ name: "Twin" })]);
  expect(await projects.list().toArray()).toHaveLength(2);
  expect(new Set(proxy.requests.slice(0, 2).map(({ key }) => key)).size).toBe(2);
});

test("a GET is tried again while the server is away, and not before it has said", async () => {
  const { auth, proxy } = await openBroken();
  proxy.plan({ status: 502 }, "lose", { status: 503, headers: { "retry-after": "1" } });
  expect(await auth.me()).toMatchObject({ user: { name: "Ada" } });
  expect(proxy.requests).toHaveLength(4);
  const [, , refused, last] = proxy.requests;
  expect((last?.atMs ?? 0) - (refused?.atMs ?? 0)).toBeGreaterThan(950);
});

test("whoever is told to stay away for long decides by themselves", async () => {
  const { auth, proxy } = await openBroken();
  proxy.plan({ status: 429, headers: { "retry-after": "60" } });
  await expect(auth.me()).rejects.toMatchObject({ status: 429, retryAfterMs: 60_000 });
  expect(proxy.requests).toHaveLength(1);
});

test("a PUT and a DELETE are tried once: others may have gone on since", async () => {
  const { projects, proxy } = await openBroken();
  const { id } = await projects.create({ name: "P" });
  proxy.requests.length = 0;
  proxy.plan("lose", "lose");
  await expect(projects.update(id, { name: "Q" })).rejects.toMatchObject({
    code: "CONNECTION_LOST",
    status: undefined,
  });
  await expect(projects.delete(id)).rejects.toMatchObject({ code: "CONNECTION_LOST" });
  expect(proxy.requests.map(({ route }) => route.split(" ")[0])).toEqual(["PUT", "DELETE"]);
  await expect(projects.get(id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("tries have an end", async () => {
  const { auth } = openWorkspace({ url: "http://127.0.0.1:9", liveUrl: NO_GATEWAY });
  await expect(auth.logIn({ email: "a@example.com", password: "x" })).rejects.toMatchObject({
    code: "CONNECTION_LOST",
  });
  const { auth: loggedIn, proxy } = await openBroken();
  proxy.plan(...Array.from({ length: 5 }, () => ({ status: 502 })));
  await expect(loggedIn.me()).rejects.toMatchObject({ code: "UNAVAILABLE", status: 502 });
  expect(proxy.requests).toHaveLength(5);
});

test("a signal gives a call up, with its reason, also between two tries", async () => {
  const { auth, proxy } = await openBroken();
  proxy.plan("hang");
  const stop = new AbortController();
  const waiting = auth.me({ signal: stop.signal });
  await eventually(() => proxy.requests.length === 1);
  stop.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  await expect(auth.me({ signal: stop.signal })).rejects.toThrow("enough");
  proxy.plan({ status: 503, headers: { "retry-after": "9" } });
  const later = new AbortController();
  const pausing = auth.me({ signal: later.signal });
  await eventually(() => proxy.requests.length === 2);
  later.abort(new Error("no more"));
  await expect(pausing).rejects.toThrow("no more");
});

test("a call may have a time of its own", async () => {
  const { projects, proxy } = await openBroken();
  const { id } = await projects.create({ name: "P" });
  proxy.plan("hang");
  await expect(projects.update(id, { name: "Q" }, { timeoutMs: 100 })).rejects.toMatchObject({
    code: "TIMED_OUT",
  });
});

test("a logout that does not reach the server ends the session here, and says so", async () => {
  const { auth, proxy } = await openBroken();
  proxy.plan({ status: 503 });
  await expect(auth.logOut()).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(auth.session).toBe(null);
});

test("a page in the place of the server is told as such", async () => {
  const { auth, proxy } = await openBroken();
  proxy.plan({ status: 200 });
  await expect(auth.me()).rejects.toMatchObject({ code: "UNEXPECTED_ANSWER", status: 200 });
});
