import { afterEach, expect, test, vi } from "vitest";
import { createLiveSession } from "./live-session.js";
import type { SessionKeeper } from "./rest/session-keeper.js";

afterEach(() => vi.useRealTimers());

test("a connection that ends while its session is being renewed leaves nothing that renews it again", async () => {
  vi.useFakeTimers();
  const renewals: ((token: string) => void)[] = [];
  const keeper: SessionKeeper = {
    session: () => ({ token: "t", expiresAt: "", user: { id: "u", email: "", name: "" } }),
    onChange: () => () => {},
    token: () => new Promise((resolve) => void renewals.push(resolve)),
    renewInMs: () => 0,
    refuse: async () => false,
    replace: (change) => change(null),
  };
  // Nothing is connected to: no token ever comes for it.
  const connection = createLiveSession(keeper, { url: "http://localhost" }).connect();
  await vi.advanceTimersByTimeAsync(1);
  // Of the connection, and of the renewal.
  expect(renewals).toHaveLength(2);
  connection.close();
  for (const answer of renewals) answer("t");
  await vi.advanceTimersByTimeAsync(1000);
  expect(renewals).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});
