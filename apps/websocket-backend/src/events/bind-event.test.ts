import { EventEmitter, once } from "node:events";
import { Writable } from "node:stream";
import { AppError } from "@workspace/common/app-error";
import type { SocketError } from "@workspace/common/contracts/socket-events";
import { createLogger } from "@workspace/common/logger";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { GatewaySocket } from "../socket-types.js";
import { bindEvent, type Handled } from "./bind-event.js";

const schema = z.object({ n: z.number() });

interface Bound {
  /** Lets the event arrive with an acknowledgement, and gives the answer. */
  ask(...args: unknown[]): Promise<unknown>;
  /** Lets it arrive without one, and gives what the socket is sent instead. */
  tell(...args: unknown[]): Promise<SocketError & { event: string }>;
  logs: string[];
  /** What was counted: event and outcome of each. */
  outcomes: string[];
}

/** Binds `leave:project` for something that sends as a socket does. */
function bind(
  handle: (input: { n: number }) => Promise<Handled<unknown>> | Handled<unknown>,
): Bound {
  const sent = new EventEmitter();
  const socket = {
    data: { userId: "user" },
    emit: (event: string, data: unknown) => sent.emit(event, data),
  } as unknown as GatewaySocket;
  const logs: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logs.push(chunk.toString());
      done();
    },
  });
  const logger = createLogger({ service: "test", level: "info", destination });
  const outcomes: string[] = [];
  const metrics = {
    observeEvent: (event: string, outcome: string) => outcomes.push(`${event} ${outcome}`),
  };
  const listener = bindEvent({ event: "leave:project", schema, handle, metrics, logger });
  return {
    logs,
    outcomes,
    ask: (...args) => new Promise((resolve) => listener(socket, [...args, resolve])),
    async tell(...args) {
      const answer = once(sent, "error:event");
      listener(socket, args);
      return ((await answer) as [SocketError & { event: string }])[0];
    },
  };
}

const failWith = (error: unknown) => async (): Promise<never> => {
  throw error;
};

test("what is handled is acknowledged, and what follows comes after the acknowledgement", async () => {
  const order: string[] = [];
  const { ask, outcomes } = bind(({ n }) => ({
    data: () => n + 1,
    afterReply: () => order.push("after"),
  }));
  const answer = ask({ n: 1 });
  void answer.then(() => order.push("answered"));
  expect(await answer).toEqual({ ok: true, data: 2 });
  expect(order).toEqual(["after", "answered"]);
  expect(outcomes).toEqual(["leave:project ok"]);
});

test("an answer has what happened after the handler was done, up to the step that follows it", async () => {
  const news: string[] = [];
  let isOver = false;
  const happen = (): void => {
    if (isOver) return;
    news.push("news");
    queueMicrotask(happen);
  };
  let heardLater = -1;
  const { ask } = bind(async () => {
    queueMicrotask(happen);
    return {
      data: () => news.length,
      afterReply() {
        isOver = true;
        heardLater = news.length;
      },
    };
  });
  expect(await ask({ n: 1 })).toEqual({ ok: true, data: heardLater });
  expect(heardLater).toBeGreaterThan(0);
});

describe("a failure becomes an answer", () => {
  test.each([
    { failure: new AppError("NOT_JOINED", "Join first"), code: "NOT_JOINED", isLogged: false },
    { failure: new AppError("UNAVAILABLE", "Not now"), code: "UNAVAILABLE", isLogged: true },
    { failure: new Error("secret detail"), code: "INTERNAL", isLogged: true },
    { failure: "not even an error", code: "INTERNAL", isLogged: true },
    { failure: undefined, code: "INTERNAL", isLogged: true },
    {
      failure: Object.assign(new Error("secret detail"), { code: "ECONNREFUSED" }),
      code: "UNAVAILABLE",
      isLogged: true,
    },
  ])("with code $code, logged: $isLogged", async ({ failure, code, isLogged }) => {
    const { ask, tell, logs, outcomes } = bind(failWith(failure));
    expect(await ask({ n: 1 })).toMatchObject({ ok: false, error: { code } });
    expect(await tell({ n: 1 })).toMatchObject({ event: "leave:project", code });
    expect(logs).toHaveLength(isLogged ? 2 : 0);
    expect(outcomes).toEqual([`leave:project ${code}`, `leave:project ${code}`]);
  });

  test("that tells nothing of its cause", async () => {
    const { ask, logs } = bind(failWith(new Error("secret detail")));
    expect(JSON.stringify(await ask({ n: 1 }))).not.toContain("secret detail");
    expect(logs.join()).toContain("secret detail");
  });

  test("also when it is thrown in the same step", async () => {
    const { ask } = bind(() => {
      throw new AppError("FORBIDDEN", "No");
    });
    expect(await ask({ n: 1 })).toMatchObject({
      ok: false,
      error: { code: "FORBIDDEN", message: "No" },
    });
  });

  test("with the id by which the log names it", async () => {
    const { ask, tell, logs } = bind(failWith(new Error("secret detail")));
    const { error } = (await ask({ n: 1 })) as { error: SocketError };
    const { requestId } = await tell({ n: 1 });
    expect(logs.map((line) => (JSON.parse(line) as SocketError).requestId)).toEqual([
      error.requestId,
      requestId,
    ]);
    expect(error.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(requestId).not.toBe(error.requestId);
  });
});

describe("malformed input never reaches the handler", () => {
  test.each([
    { what: "nothing", args: [] },
    { what: "null", args: [null] },
    { what: "a text", args: ["text"] },
    { what: "a list", args: [[{ n: 1 }]] },
    { what: "another type", args: [{ n: "1" }] },
    { what: "a number that is not finite", args: [{ n: Infinity }] },
    { what: "binary data", args: [Buffer.from("x")] },
    { what: "a prototype key", args: [JSON.parse('{"n":1,"__proto__":{}}')] },
  ])("$what", async ({ args }) => {
    const { ask, tell } = bind(failWith(new Error("was called")));
    const refused = { code: "VALIDATION_FAILED", details: [{ message: expect.any(String) }] };
    expect(await ask(...args)).toMatchObject({ ok: false, error: refused });
    expect(await tell(...args)).toMatchObject(refused);
  });
});
