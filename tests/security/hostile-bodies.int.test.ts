import { promisify } from "node:util";
import { brotliCompress, deflate, gzip } from "node:zlib";
import { errorBodySchema } from "@workspace/common/contracts/errors";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createProject,
} from "../../apps/http-backend/tests/api.js";
import {
  BODY_LIMIT_BYTES,
  JOB_BODY_LIMIT_BYTES,
} from "../../apps/http-backend/tests/open-test-app.js";
import {
  connectClient,
  type TestClient,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { openAttackTarget } from "./support/open-attack-target.js";
import { sendBytes, sendUnfinished, statusesOf } from "./support/raw-connection.js";
import { type RawAnswer, sendRequest } from "./support/send-request.js";
import { NOTHING_WRITTEN, watchWrites } from "./support/watch-writes.js";

/** An answer must not be an amplifier: not much larger than what a person reads. */
const MAX_REFUSAL_BYTES = 10_000;
const MEBIBYTE = 1024 * 1024;

const { app, gateway } = await openAttackTarget();
const watch = await watchWrites(app.database);
const owner: Account = await createAccount(app);
let projectId: string;
beforeEach(async () => {
  projectId = await createProject(app, owner);
});

interface Sent {
  headers?: Record<string, string>;
  body: string | Buffer;
}

const send = (route: string, { headers, body }: Sent): Promise<RawAnswer> =>
  sendRequest(app.url, {
    route,
    headers: {
      authorization: `Bearer ${owner.token}`,
      "content-type": "application/json",
      ...headers,
    },
    body,
  });
const put = (body: string | Buffer, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  send(`PUT /api/v1/projects/${projectId}`, { body, headers });
const submit = (body: string | Buffer, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  send("POST /api/v1/jobs/submit", { body, headers });

/** Refused as documented, with nothing written, and the next request is served. */
async function expectHarmless(attack: () => Promise<RawAnswer>, ...statuses: number[]) {
  await watch.take();
  const { status, text } = await attack();
  expect(statuses, text.slice(0, 500)).toContain(status);
  const body: unknown = JSON.parse(text);
  expect(errorBodySchema.parse(body)).toEqual(body);
  expect(text.length).toBeLessThan(MAX_REFUSAL_BYTES);
  expect(await watch.take()).toEqual(NOTHING_WRITTEN);
  await callApi(app, `GET /projects/${projectId}`, { token: owner.token }).expect(200);
}

const arrays = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
const job = (payload: string): string =>
  `{"projectId":"${projectId}","type":"CODE_EXECUTION","payload":${payload}}`;

describe("JSON that is nested far too deep is refused", () => {
  test.each([
    ["10,000 objects", () => put(`{"content":${objects(10_000)}}`)],
    ["30,000 arrays", () => put(`{"content":{"a":${arrays(30_000)}}}`)],
    ["100,000 arrays", () => submit(job(arrays(100_000)))],
    ["100,000 objects", () => submit(job(objects(100_000)))],
    ["100,000 arrays instead of a body", () => submit(arrays(100_000))],
    ["100,000 arrays without an end", () => submit("[".repeat(100_000))],
    [
      "100,000 arrays with an Idempotency-Key",
      () => submit(job(arrays(100_000)), { "idempotency-key": "deep" }),
    ],
    [
      "10,000 objects with an Idempotency-Key",
      () =>
        send("POST /api/v1/projects", {
          body: `{"name":${objects(10_000)}}`,
          headers: { "idempotency-key": "deeper" },
        }),
    ],
  ])("%s", async (_what, attack) => {
    await expectHarmless(attack, 400);
  });
});

describe("JSON that has far too many parts is refused", () => {
  const list = (count: number, item: string): string => `[${Array(count).fill(item).join(",")}]`;
  const keys = (count: number): string =>
    `{${Array.from({ length: count }, (_, index) => `"${index.toString(36)}":0`).join(",")}}`;

  test.each([
    [
      "100,000 files",
      () =>
        submit(job(`{"language":"python","files":${list(100_000, '{"name":"","content":1}')}}`)),
    ],
    [
      "100,000 arguments",
      () => submit(job(`{"language":"python","code":"1","args":${list(100_000, '""')}}`)),
    ],
    ["500,000 numbers instead of a job", () => submit(list(500_000, "0"))],
    ["400,000 fields of a job", () => submit(keys(400_000))],
    [
      "400,000 limits",
      () => submit(job(`{"language":"python","code":"1","limits":${keys(400_000)}}`)),
    ],
    [
      "one limit with a name of 4 MB",
      () =>
        submit(job(`{"language":"python","code":"1","limits":{"${"x".repeat(4 * MEBIBYTE)}":1}}`)),
    ],
    [
      "a project with 6,000 fields and no name",
      () => send("POST /api/v1/projects", { body: keys(6000) }),
    ],
  ])("%s", async (_what, attack) => {
    await expectHarmless(attack, 400);
  });

  test("1,000,000 small keys, as too large", async () => {
    await expectHarmless(() => submit(keys(1_000_000)), 413);
  });
});

describe("what JSON can say in more than one way", () => {
  const change = async (content: string): Promise<unknown> => {
    const { status, text } = await put(`{"content":${content}}`);
    expect(status, text).toBe(200);
    const read = await callApi(app, `GET /projects/${projectId}`, { token: owner.token });
    expect(read.body).toMatchObject({
      content: (JSON.parse(text) as { content: unknown }).content,
    });
    return (read.body as { content: unknown }).content;
  };

  test.each([
    ["duplicate keys", '{"a":1,"a":2}', { a: 2 }],
    ["a key and its escaped twin", '{"\\u0061":1,"a":2}', { a: 2 }],
    ["minus zero", '{"a":-0}', { a: 0 }],
    ["2^53 + 1", '{"a":9007199254740993}', { a: 9007199254740992 }],
    ["a number near to none", '{"a":1e-999}', { a: 0 }],
    ["the largest number", '{"a":1.7976931348623157e308}', { a: Number.MAX_VALUE }],
    ["an escaped surrogate pair", '{"a":"\\ud83d\\ude00"}', { a: "😀" }],
    ["a byte order mark in a text", '{"a":"\\ufeff"}', { a: "\ufeff" }],
    ["noncharacters", '{"a":"\\uffff\\ufffe"}', { a: "\uffff\ufffe" }],
    [
      "the names of what every object has",
      '{"toString":1,"hasOwnProperty":2,"length":-1,"valueOf":{"a":1},"constructor":{"a":1},"prototype":{"b":1}}',
      {
        toString: 1,
        hasOwnProperty: 2,
        length: -1,
        valueOf: { a: 1 },
        constructor: { a: 1 },
        prototype: { b: 1 },
      },
    ],
  ])("is kept as every parser understands it: %s", async (_what, content, kept) => {
    expect(await change(content)).toEqual(kept);
  });

  test.each([
    ["a number beyond all numbers", '{"a":1e999}'],
    ["its negative, deep down", '{"a":[{"b":-1e999}]}'],
    ["half a surrogate pair", '{"a":"\\udc00"}'],
    ["half a surrogate pair as a key", '{"\\ud83d":1}'],
    ["NUL", '{"a":"\\u0000"}'],
    ["NUL as a key", '{"\\u0000":1}'],
    ["__proto__", '{"__proto__":{"isAdmin":true}}'],
    ["__proto__, escaped", '{"\\u005f_proto__":{"isAdmin":true}}'],
    ["__proto__ below a key", '{"a":{"b":{"__proto__":{"isAdmin":true}}}}'],
    ["__proto__ in an array", '{"a":[[{"__proto__":{"isAdmin":true}}]]}'],
    ["__proto__ that is removed", '{"__proto__":null}'],
    ["constructor.prototype", '{"constructor":{"prototype":{"isAdmin":true}}}'],
    ["constructor.prototype in an array", '{"a":[{"constructor":{"prototype":{"isAdmin":true}}}]}'],
  ])("is refused where one could mean something else: %s", async (_what, content) => {
    await expectHarmless(() => put(`{"content":${content}}`), 400);
    expect({}).not.toHaveProperty("isAdmin");
  });

  test("no patch reaches a prototype through what is there already", async () => {
    await change('{"constructor":{"a":1}}');
    await expectHarmless(
      () => put('{"content":{"constructor":{"prototype":{"isAdmin":true}}}}'),
      400,
    );
    await change('{"prototype":{"isAdmin":true},"constructor":{"name":"x"}}');
    expect({}).not.toHaveProperty("isAdmin");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

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
    await callApi(app, `GET /projects/${projectId}`, { token: owner.token }).expect(200);
    expect((await Promise.all(waiting)).flatMap(statusesOf)).toEqual([]);
  });
});

describe("an event", () => {
  let client: TestClient;
  beforeEach(async () => {
    client = await connectClient(gateway.url, { token: owner.token });
    await client.join(projectId);
    await watch.take();
  });

  /** Refused with an error, nothing written, and the same socket is still served. */
  async function expectRefused(event: string, argument: string, code: string): Promise<void> {
    const count = client.all("error:event").length;
    // Not by way of a value: the client could not even write most of these.
    client.sendRaw(`2["${event}",${argument}]`);
    const error = await client.next("error:event", count + 1);
    expect(error).toMatchObject({ event, code });
    expect(JSON.stringify(error).length).toBeLessThan(MAX_REFUSAL_BYTES);
    expect(await watch.take()).toEqual(NOTHING_WRITTEN);
    expect(await client.send("cursor:move", { projectId, x: 1, y: 1 })).toMatchObject({ ok: true });
  }
  const update = (content: string): string =>
    `{"projectId":"${projectId}","changes":{"content":${content}}}`;

  test.each([
    ["10,000 arrays", () => update(`{"a":${arrays(10_000)}}`)],
    ["100,000 arrays", () => update(`{"a":${arrays(100_000)}}`)],
    ["10,000 objects", () => update(objects(10_000))],
    ["80,000 objects", () => update(objects(80_000))],
    ["100,000 arrays instead of an input", () => arrays(100_000)],
    ["a text with 100,000 elements around", () => `[${Array(100_000).fill('"x"').join(",")}]`],
    ["a number beyond all numbers", () => update('{"a":1e999}')],
    ["half a surrogate pair", () => update('{"a":"\\ud83d"}')],
    ["NUL", () => update('{"\\u0000":1}')],
    ["__proto__", () => update('{"a":{"__proto__":{"isAdmin":true}}}')],
    ["__proto__ in an array", () => update('{"a":[{"__proto__":{"isAdmin":true}}]}')],
    ["__proto__ around it all", () => `{"__proto__":${update("{}")}}`],
    ["constructor.prototype", () => update('{"constructor":{"prototype":{"isAdmin":true}}}')],
  ])("is refused with %s", async (_what, argument) => {
    await expectRefused("project:update", argument(), "VALIDATION_FAILED");
    expect({}).not.toHaveProperty("isAdmin");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("is refused as too large with a million small keys", async () => {
    const keys = Array.from({ length: 250_000 }, (_, index) => `"${index.toString(36)}":0`);
    await expectRefused("project:update", update(`{${keys.join(",")}}`), "PAYLOAD_TOO_LARGE");
  });

  test("is refused with a content of more than 256 KiB, whatever it is made of", async () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `"${index.toString(36)}":0`);
    await expectRefused("project:update", update(`{${keys.join(",")}}`), "PAYLOAD_TOO_LARGE");
  });
});
