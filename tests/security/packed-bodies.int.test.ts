import { promisify } from "node:util";
import { brotliCompress, deflate, gzip } from "node:zlib";
import { describe, expect, test } from "vitest";
import { callApi } from "../../apps/http-backend/tests/api.js";
import {
  BODY_LIMIT_BYTES,
  JOB_BODY_LIMIT_BYTES,
} from "../../apps/http-backend/tests/open-test-app.js";
import { openBodyTarget } from "./support/open-body-target.js";
import { sendBytes, sendUnfinished, statusesOf } from "./support/raw-connection.js";
import type { RawAnswer } from "./support/send-request.js";

const MEBIBYTE = 1024 * 1024;

const { app, owner, project, put, submit, expectHarmless } = await openBodyTarget();

describe("a body in another encoding", () => {
  const valid = '{"name":"Ünï"}';
  const utf16 = Buffer.from(valid, "utf16le");
  const json = (charset: string) => ({ "content-type": `application/json; charset=${charset}` });

  test.each<[string, () => Promise<RawAnswer>]>([
    ["UTF-16 that says nothing of it", () => put(utf16)],
    ["UTF-16 that says it is UTF-8", () => put(utf16, json("utf-8"))],
    ["UTF-8 that says it is UTF-16", () => put(valid, json("utf-16le"))],
    ["UTF-8 that says it is UTF-32", () => put(valid, json("utf-32"))],
    ["UTF-7 in UTF-8", () => put("+AHsAIgBuAGEAbQBlACIAOgAiAHgAIgB9-")],
    ["a character set that there is not", () => put(valid, json("utf-99"))],
    ["EBCDIC", () => put(valid, json("ibm037"))],
    ["a character set of 8,000 characters", () => put(valid, json("x".repeat(8000)))],
    ["bytes that are no UTF-8 where JSON begins", () => put(Buffer.from([0xff, 0xfe, 0x7b, 0x7d]))],
  ])("is refused when it is %s", async (_what, attack) => {
    await expectHarmless(attack, 400, 415);
  });

  test("is read when it is what it says", async () => {
    for (const [body, charset] of [
      [utf16, "utf-16le"],
      [Buffer.from(`\ufeff${valid}`, "utf16le"), "utf-16"],
      [`\ufeff${valid}`, "utf-8"],
    ] as const) {
      const { status, text } = await put(body, json(charset));
      expect(status, text).toBe(200);
      expect(JSON.parse(text)).toMatchObject({ name: "Ünï" });
    }
  });

  test("keeps no byte that is no character", async () => {
    const body = Buffer.concat([Buffer.from('{"name":"a'), Buffer.from([0xff]), Buffer.from('"}')]);
    const { status, text } = await put(body);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ name: "a\ufffd" });
  });
});

describe("a packed body", () => {
  const bomb = Buffer.alloc(100 * MEBIBYTE, " ");

  test.each([
    ["gzip", promisify(gzip)],
    ["deflate", promisify(deflate)],
    ["br", promisify(brotliCompress)],
  ])("of 100 MB in %s is refused before it is unpacked", async (encoding, pack) => {
    const body = await pack(bomb);
    expect(body.length).toBeLessThan(JOB_BODY_LIMIT_BYTES);
    const before = process.memoryUsage.rss();
    await expectHarmless(() => submit(body, { "content-encoding": encoding }), 413);
    expect(process.memoryUsage.rss() - before).toBeLessThan(bomb.length);
  });

  test("that is cut off, or packed twice, is refused", async () => {
    const pack = promisify(gzip);
    const packed = await pack('{"name":"N"}');
    const twice = await pack(packed);
    const headers = { "content-encoding": "gzip" };
    await expectHarmless(() => put(packed.subarray(0, -4), headers), 400);
    await expectHarmless(() => put(twice, headers), 400);
    await expectHarmless(() => put(twice, { "content-encoding": "gzip, gzip" }), 415);
  });
});

describe("a body whose length is not what it says", () => {
  const head = (...headers: string[]): string =>
    [
      "POST /api/v1/projects HTTP/1.1",
      "Host: localhost",
      `Authorization: Bearer ${owner.token}`,
      "Content-Type: application/json",
      ...headers,
      "\r\n",
    ].join("\r\n");
  const body = '{"name":"N"}';
  const countProjects = () => app.database.prisma.project.count();

  test("is never half a request's: too short, it waits; too long, the rest is refused", async () => {
    const before = await countProjects();
    const short = await sendUnfinished(app.url, head("Content-Length: 100"), body);
    expect(statusesOf(short)).toEqual([]);
    expect(await countProjects()).toBe(before);
    const long = await sendBytes(app.url, head("Content-Length: 12"), `${body}${body}`);
    // What follows is no request, and ends the connection: maybe before the first one is answered.
    expect(statusesOf(long).at(-1)).toBe(400);
    expect(await countProjects()).toBeLessThanOrEqual(before + 1);
  });

  test.each(["-1", "1e3", "0x10", "+12", "12,12", "99999999999999999999", "", "12 12"])(
    "is refused by a Content-Length of %j",
    async (length) => {
      const before = await countProjects();
      const [status] = statusesOf(
        await sendBytes(app.url, head(`Content-Length: ${length}`), body),
      );
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(await countProjects()).toBe(before);
    },
  );

  test("is refused when its chunks are too large together", async () => {
    const chunk = `1000\r\n${"x".repeat(0x1000)}\r\n`;
    const chunks = Array<string>(Math.ceil(BODY_LIMIT_BYTES / 0x1000) + 1).fill(chunk);
    const answer = await sendBytes(
      app.url,
      head("Transfer-Encoding: chunked", "Connection: close"),
      ...chunks,
      "0\r\n\r\n",
    );
    expect(statusesOf(answer)).toEqual([413]);
  });

  test("holds up nobody else while it does not end", async () => {
    const waiting = Array.from({ length: 50 }, () =>
      sendUnfinished(app.url, head("Transfer-Encoding: chunked"), "1\r\n{\r\n"),
    );
    await callApi(app, `GET /projects/${project.id}`, { token: owner.token }).expect(200);
    expect((await Promise.all(waiting)).flatMap(statusesOf)).toEqual([]);
  });
});
