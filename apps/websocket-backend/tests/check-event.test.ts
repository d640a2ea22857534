import { CLIENT_EVENTS, SERVER_EVENTS } from "@workspace/common/contracts/socket-protocol";
import { describe, expect, test } from "vitest";
import { checkEvent, checkHandshakeRefusal, checkReply } from "./check-event.js";

const LEFT = SERVER_EVENTS["project:left"].data;
const ENDED = SERVER_EVENTS["session:ended"].data;
const refused = (code: string) => ({ ok: false, error: { code, message: "No" } });

describe.each(Object.entries(SERVER_EVENTS))("%s", (event, { data }) => {
  test("passes as its example has it", () => {
    checkEvent(event, data);
  });

  test("fails with a field too many, and with one too few", () => {
    expect(() => checkEvent(event, { ...data, more: 1 })).toThrow();
    const [first = ""] = Object.keys(data);
    expect(() => checkEvent(event, { ...data, [first]: undefined })).toThrow();
  });
});

describe.each(Object.entries(CLIENT_EVENTS))("the answer to %s", (event, { data }) => {
  test("passes as its example has it", () => {
    checkReply(event, { ok: true, data });
    checkReply(event, refused("RATE_LIMITED"));
  });

  test("fails with another shape, and with a code that is not among its own", () => {
    expect(() => checkReply(event, { ok: true })).toThrow();
    expect(() => checkReply(event, { ok: true, data, more: 1 })).toThrow();
    expect(() => checkReply(event, refused("TOO_MANY_SOCKETS"))).toThrow();
  });
});

test("a refused handshake tells one of its codes and no more", () => {
  checkHandshakeRefusal(ENDED);
  expect(() => checkHandshakeRefusal({ ...ENDED, code: "FORBIDDEN" })).toThrow();
  expect(() => checkHandshakeRefusal({ ...ENDED, token: "t" })).toThrow();
});

test("events that there are not fail, and so do codes that an event does not tell", () => {
  expect(() => checkEvent("project:lost", LEFT)).toThrow(/no server event/);
  expect(() => checkEvent("session:ended", { ...ENDED, code: "NOT_FOUND" })).toThrow();
  checkReply("project:steal", refused("UNKNOWN_EVENT"));
  expect(() => checkReply("project:steal", refused("NOT_FOUND"))).toThrow();
});
