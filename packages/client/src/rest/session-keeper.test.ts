import { beforeEach, describe, expect, test, vi } from "vitest";
import { clientError, WorkspaceError } from "../workspace-error.js";
import type { HttpRequest, SendHttp } from "./http.js";
import { createSessionKeeper } from "./session-keeper.js";
import { createMemoryStore, type Session, type SessionStore } from "./session-store.js";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2030-01-01T00:00:00Z");
const user = { id: "u1", email: "ada@example.com", name: "Ada" };

let nowMs = NOW;
beforeEach(({ onTestFinished }) => {
  nowMs = NOW;
  const clock = vi.spyOn(Date, "now").mockImplementation(() => nowMs);
  onTestFinished(() => clock.mockRestore());
});

let sessions = 0;
/** As the server gives it, whose clock may be another. */
function newSession({ issuedAtMs = nowMs, lifeMs = 4 * HOUR_MS } = {}): Session {
  const claims = { sub: user.id, iat: issuedAtMs / 1000, n: (sessions += 1) };
  const token = `x.${btoa(JSON.stringify(claims)).replaceAll("=", "")}.y`;
  return { token, expiresAt: new Date(issuedAtMs + lifeMs).toISOString(), user };
}

/** A keeper of a session, of a server that renews it as `answer` says. */
function keep(
  session: Session | null,
  answer: (request: HttpRequest) => Session = () => newSession(),
) {
  const store = createMemoryStore();
  store.write(session);
  const asked: HttpRequest[] = [];
  const http = (async (request: HttpRequest) => {
    asked.push(request);
    await Promise.resolve();
    return { body: { success: true, data: answer(request) }, headers: new Headers() };
  }) as SendHttp;
  const keeper = createSessionKeeper(http, store);
  const told: (Session | null)[] = [];
  keeper.onChange((next) => told.push(next));
  return { keeper, store, asked, told };
}

const refusal = (code: string) => new WorkspaceError({ code, message: "" }, { status: 401 });

describe("a session is renewed", () => {
  test("when less than a quarter of its life is left, once for all who ask", async () => {
    const first = newSession();
    const { keeper, store, asked, told } = keep(first);
    nowMs = NOW + 3 * HOUR_MS - 1;
    expect(await keeper.token()).toBe(first.token);
    expect(keeper.renewInMs()).toBe(1);
    expect(asked).toEqual([]);
    nowMs += 1;
    const tokens = await Promise.all(Array.from({ length: 10 }, () => keeper.token()));
    expect(asked).toMatchObject([{ method: "POST", path: "/auth/refresh", token: first.token }]);
    expect(told).toHaveLength(1);
    expect(store.read()).toEqual(told[0]);
    expect(new Set(tokens)).toEqual(new Set([told[0]?.token]));
    expect(keeper.renewInMs()).toBe(3 * HOUR_MS);
  });

  test("by its life, and not more often, where this clock is wrong", async () => {
    const ahead = NOW - 20 * HOUR_MS;
    const { keeper, asked } = keep(newSession({ issuedAtMs: ahead }), () =>
      newSession({ issuedAtMs: ahead }),
    );
    await keeper.token();
    await keeper.token();
    expect(asked).toHaveLength(1);
    nowMs += 3 * HOUR_MS;
    await keeper.token();
    expect(asked).toHaveLength(2);
  });

  test("once for two tabs, of which each takes what the other has renewed, where their clock is wrong", async () => {
    const behindMs = 20 * HOUR_MS;
    const renew = () => newSession({ issuedAtMs: nowMs - behindMs });
    const { keeper, store, asked } = keep(renew(), renew);
    const other = keep(null, renew);
    const share = (from: SessionStore, to: SessionStore) => to.write(from.read());
    // Neither knows of the clock before the server has told it something.
    for (let time = 0; time < 5; time += 1) {
      share(store, other.store);
      await other.keeper.token();
      share(other.store, store);
      await keeper.token();
    }
    expect(asked.length).toBeLessThanOrEqual(1);
    expect(other.asked.length).toBeLessThanOrEqual(1);
    expect(keeper.renewInMs()).toBe(3 * HOUR_MS);
  });

  test("later where the server cannot be reached: its token is still good", async () => {
    const first = newSession();
    let isAway = true;
    const { keeper, asked, told } = keep(first, () => {
      if (isAway) throw clientError("CONNECTION_LOST", "");
      return newSession();
    });
    nowMs += 3 * HOUR_MS;
    expect(await keeper.token()).toBe(first.token);
    expect(await keeper.token()).toBe(first.token);
    expect(asked).toHaveLength(1);
    isAway = false;
    nowMs += 5000;
    expect(await keeper.token()).toBe(told[0]?.token);
  });

  test("and ends where the server says that it has ended", async () => {
    const { keeper, store, told } = keep(newSession(), () => {
      throw refusal("SESSION_REVOKED");
    });
    nowMs += 3 * HOUR_MS;
    await expect(keeper.token()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(told).toEqual([null]);
    expect(store.read()).toBe(null);
    expect(keeper.renewInMs()).toBe(Infinity);
  });

  test("at the end of what it may live without being asked for without end", async () => {
    const { keeper, asked } = keep(newSession({ lifeMs: 0 }), () => newSession({ lifeMs: 0 }));
    nowMs += 1000;
    await keeper.token();
    await keeper.token();
    expect(asked).toHaveLength(1);
  });
});

describe("a refused token", () => {
  test("ends the session, which is told once", async () => {
    const first = newSession();
    const { keeper, store, told } = keep(first);
    expect(await Promise.all([keeper.refuse(first.token), keeper.refuse(first.token)])).toEqual([
      false,
      false,
    ]);
    expect(told).toEqual([null]);
    expect(store.read()).toBe(null);
  });

  test("does not, when it is no longer the newest", async () => {
    const [first, second] = [newSession(), newSession()];
    const { keeper, told } = keep(first);
    await keeper.replace(async () => second);
    expect(await keeper.refuse(first.token)).toBe(true);
    expect(told).toEqual([second]);
  });

  test("waits for who is about to replace it", async () => {
    const [first, second] = [newSession(), newSession()];
    const { keeper, told } = keep(first);
    const [, isReplaced, token] = await Promise.all([
      keeper.replace(async () => second),
      keeper.refuse(first.token),
      keeper.token(),
    ]);
    expect(isReplaced).toBe(true);
    expect(token).toBe(second.token);
    expect(told).toEqual([second]);
  });
});

describe("who shares the store shares the session", () => {
  test("what another has renewed is taken, and not renewed again", async () => {
    const { keeper, store, asked, told } = keep(newSession());
    nowMs += 3 * HOUR_MS;
    const renewed = newSession();
    store.write(renewed);
    expect(await keeper.token()).toBe(renewed.token);
    expect(asked).toEqual([]);
    expect(told).toEqual([renewed]);
  });

  test("what another has ended is ended, and told", async () => {
    const { keeper, store, told } = keep(newSession());
    store.write(null);
    await expect(keeper.token()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(told).toEqual([null]);
  });

  test("where the server has refused a token, another's newer one is not given up", async () => {
    const first = newSession();
    const { keeper, store, told } = keep(first);
    const other = newSession();
    store.write(other);
    expect(await keeper.refuse(first.token)).toBe(true);
    expect(store.read()).toBe(other);
    expect(told).toEqual([other]);
  });
});

test("a change that fails changes nothing", async () => {
  const first = newSession();
  const { keeper, told } = keep(first);
  const failing = keeper.replace(() => Promise.reject(refusal("INVALID_CREDENTIALS")));
  await expect(failing).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
  expect(keeper.session()).toBe(first);
  expect(told).toEqual([]);
});
