import { expect, test } from "vitest";
import { isDatabaseUnavailable } from "./is-database-unavailable.js";

const ofAdapter = (cause: object) => ({ code: "P2010", meta: { driverAdapterError: { cause } } });

test.each([
  ["a refused connection", { code: "ECONNREFUSED" }],
  ["a network that is away", { code: "ENETUNREACH" }],
  ["a connection that the host has given up", { code: "ECONNABORTED" }],
  ["a server that is starting", { code: "57P03" }],
  ["a server that has become a standby", { code: "25006" }],
  ["a transaction that took too long", { code: "25P04" }],
  ["a cancelled statement", { code: "57014" }],
  ["a full disk", { code: "53100" }],
  ["a deadlock", { code: "40P01" }],
  ["a table that is still to come", { code: "42P01" }],
  ["an ended transaction of Prisma's", { code: "P2028" }],
  ["an ended session, in Prisma's words", ofAdapter({ originalCode: "57P01" })],
  ["a closed connection, in Prisma's words", ofAdapter({ kind: "ConnectionClosed" })],
  ["another error's cause", new Error("failed", { cause: { code: "ECONNRESET" } })],
  ["a pool that is closing", new Error("Cannot use a pool after calling end on the pool")],
  [
    "a database that is closed for now",
    { code: "55000", message: 'database "w" is not currently accepting connections' },
  ],
  ["a broken client", new Error("Client has encountered a connection error and is not queryable")],
])("%s may pass", (_what, error) => {
  expect(isDatabaseUnavailable(error)).toBe(true);
});

test.each([
  ["a duplicate", { code: "P2002" }],
  ["a duplicate, in PostgreSQL's words", ofAdapter({ originalCode: "23505" })],
  ["a wrong statement", { code: "42601" }],
  ["a wrong state of something else", { code: "55000", message: "lastval is not yet defined" }],
  ["a fault of the program", new TypeError("undefined is not a function")],
  ["what is no error", null],
])("%s does not", (_what, error) => {
  expect(isDatabaseUnavailable(error)).toBe(false);
});

test("an error that is its own cause is looked at once", () => {
  const error = new Error("odd");
  error.cause = error;
  expect(isDatabaseUnavailable(error)).toBe(false);
});
