import { describe, expect, test } from "vitest";
import { callApi } from "../../apps/http-backend/tests/api.js";
import { arrays, objects, openBodyTarget } from "./support/open-body-target.js";

const MEBIBYTE = 1024 * 1024;

const { app, owner, project, send, put, submit, expectHarmless } = await openBodyTarget();

const job = (payload: string): string =>
  `{"projectId":"${project.id}","type":"CODE_EXECUTION","payload":${payload}}`;

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
    const read = await callApi(app, `GET /projects/${project.id}`, { token: owner.token });
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
