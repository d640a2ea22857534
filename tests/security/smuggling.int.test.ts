import { beforeAll, describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createProject,
} from "../../apps/http-backend/tests/api.js";
import { openTestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { requestBytes, sendBytes, statusesOf } from "./support/raw-connection.js";

const app = await openTestApp();

let owner: Account;
let projectId: string;
beforeAll(async () => {
  owner = await createAccount(app);
  projectId = await createProject(app, owner);
});

/** A request of the owner as bytes. */
const request = (firstLine: string, ...lines: string[]): string =>
  requestBytes(owner.token, firstLine, ...lines);

describe("no request is smuggled in another one's body:", () => {
  const inner = "POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\n";
  const countProjects = () => app.database.prisma.project.count();
  const smuggle = (authorization: string): string =>
    `${inner}Authorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"name":"N"}`;

  test.each<[string, (hidden: string) => string[]]>([
    [
      "a length and chunks",
      (hidden) => [`Content-Length: ${5 + hidden.length}`, "Transfer-Encoding: chunked"],
    ],
    [
      "chunks and a length",
      (hidden) => ["Transfer-Encoding: chunked", `Content-Length: ${5 + hidden.length}`],
    ],
    ["two lengths", (hidden) => ["Content-Length: 5", `Content-Length: ${5 + hidden.length}`]],
    ["two lengths in one", (hidden) => [`Content-Length: 5, ${5 + hidden.length}`]],
    ["chunks by another name", () => ["Transfer-Encoding: xchunked"]],
    ["chunks twice", () => ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"]],
    ["chunks, then something", () => ["Transfer-Encoding: chunked, identity"]],
    ["a name with a space", () => ["Transfer-Encoding : chunked"]],
    ["a tab before chunks", () => ["Transfer-Encoding:\u000bchunked"]],
    ["a folded line", () => ["Transfer-Encoding:", " chunked"]],
    ["a folded length", () => ["Content-Length:", " 5"]],
    ["a line that ends in LF alone", () => ["X: a\nTransfer-Encoding: chunked"]],
    ["a bare CR", () => ["X: a\rTransfer-Encoding: chunked"]],
  ])("%s", async (_what, lines) => {
    const before = await countProjects();
    const hidden = smuggle(`Bearer ${owner.token}`);
    const bytes = request(
      "POST /api/v1/auth/logout HTTP/1.1",
      "Content-Type: application/json",
      ...lines(hidden),
    );
    const received = await sendBytes(app.url, bytes, `0\r\n\r\n${hidden}`);
    // The first is refused, and with it all that comes after it on the connection.
    expect(statusesOf(received)).toEqual([400]);
    expect(await countProjects()).toBe(before);
    await callApi(app, "GET /auth/me", { token: owner.token }).expect(200);
  });

  test("chunks with wrong sizes, or more than there are", async () => {
    const before = await countProjects();
    for (const body of [
      "5\r\nab\r\n0\r\n\r\n",
      "-1\r\n\r\n",
      "fffffffffffffffff\r\na",
      "0x2\r\n{}\r\n0\r\n\r\n",
      "zz\r\n",
    ]) {
      const bytes = request(
        "POST /api/v1/projects HTTP/1.1",
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
      );
      expect(statusesOf(await sendBytes(app.url, bytes, body)), body).toEqual([400]);
    }
    expect(await countProjects()).toBe(before);
  });

  test("an upgrade that is none of a WebSocket", async () => {
    for (const upgrade of ["h2c", "websocket", "TLS/1.0"]) {
      const received = await sendBytes(
        app.url,
        request(
          "GET /api/v1/projects HTTP/1.1",
          "Connection: Upgrade, close",
          `Upgrade: ${upgrade}`,
        ),
      );
      expect(statusesOf(received)).toEqual([200]);
    }
  });
});

describe("another method than the request's own is not carried out:", () => {
  test.each(["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])(
    "%s",
    async (name) => {
      for (const route of [`GET /projects/${projectId}`, `POST /projects/${projectId}`])
        for (const method of ["DELETE", "PUT"])
          await callApi(app, `${route}?_method=${method}`, {
            token: owner.token,
            headers: { [name]: method },
          });
      await callApi(app, `GET /projects/${projectId}`, { token: owner.token }).expect(200);
    },
  );

  test.each(["TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND", "get", "GETT", "G\0ET"])(
    "%s echoes nothing",
    async (method) => {
      const received = await sendBytes(
        app.url,
        request(`${method} /api/v1/projects HTTP/1.1`, "X-Secret: echo-me", "Connection: close"),
      );
      for (const status of statusesOf(received)) expect([400, 404]).toContain(status);
      expect(received).not.toContain("echo-me");
      expect(received).not.toContain(owner.token);
    },
  );
});

test("heads that are too large are refused, and the next request is served", async () => {
  const line = `X-Large: ${"x".repeat(20_000)}`;
  const many = Array.from({ length: 1500 }, (_, index) => `X-${index}: aaaaaaaaaa`);
  for (const lines of [[line], many]) {
    const received = await sendBytes(app.url, request("GET /health HTTP/1.1", ...lines));
    expect(statusesOf(received)).toEqual([431]);
  }
  const path = `/${"a".repeat(20_000)}`;
  expect(statusesOf(await sendBytes(app.url, request(`GET ${path} HTTP/1.1`)))).toEqual([431]);
  await callApi(app, "GET /health").expect(200);
});
