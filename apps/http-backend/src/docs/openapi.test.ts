import { Validator } from "@seriousme/openapi-schema-validator";
import { ERROR_MEANING, type ErrorCode } from "@workspace/common/contracts/errors";
import { type Content, refusalsOf } from "@workspace/common/contracts/http-route";
import { createHttpRoutes } from "@workspace/common/contracts/http-routes";
import { DEFAULT_JOB_CAPS } from "@workspace/common/contracts/run-limits";
import { describe, expect, test } from "vitest";
import { createAnswerCheck } from "../../tests/check-answer.js";
import { createOpenApi } from "./openapi.js";

const LIMITS = {
  bodyBytes: 1111,
  jobBodyBytes: 2222,
  jobCaps: { ...DEFAULT_JOB_CAPS, wallMs: 3333, codeBytes: 4444 },
  jobsPerProject: 55,
  authAttemptsPerMinute: 66,
};

const document = createOpenApi(LIMITS);
const routes = createHttpRoutes(LIMITS);
const check = createAnswerCheck(document);

/** Only sockets answer these. */
const SOCKET_CODES: ErrorCode[] = [
  "UNKNOWN_EVENT",
  "NOT_JOINED",
  "TOO_MANY_ROOMS",
  "TOO_MANY_SOCKETS",
];

test("is an OpenAPI 3.1 document", async () => {
  const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test("holds a document against OpenAPI at all", async () => {
  const { valid } = await new Validator().validate({ ...document, info: {} });
  expect(valid).toBe(false);
});

test("names every operation once", () => {
  const ids = routes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(ids.length);
});

test("has every code that is not for sockets alone at some route", () => {
  const documented = new Set(routes.flatMap(refusalsOf));
  expect([...documented, ...SOCKET_CODES].sort()).toEqual(Object.keys(ERROR_MEANING).sort());
});

test("refers to nothing that it does not have", () => {
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g);
  const { schemas, responses } = document.components;
  const known: Record<string, object> = { schemas, responses };
  for (const [reference, kind = "", name = ""] of references)
    expect(known[kind], reference).toHaveProperty([name]);
});

test("has the limits of the instance in its words", () => {
  const text = JSON.stringify(document);
  for (const limit of [
    "1111 bytes",
    "2222 bytes",
    "3333 ms",
    "4444 bytes",
    "55 unfinished",
    "66 attempts",
  ])
    expect(text).toContain(limit);
});

const toText = ({ mediaType, example }: Content): string =>
  mediaType === "text/plain" ? String(example) : JSON.stringify(example);

describe.each(routes)("the examples of $id", ({ method, path, body, params, answers }) => {
  test("are what the route takes", () => {
    expect(body?.schema.safeParse(body.example).error).toBeUndefined();
    // A body without an example would be none.
    expect(body === undefined || body.example !== undefined).toBe(true);
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {})).toEqual(names);
  });

  test("are what the route answers", () => {
    const operation = document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
    for (const [status, { content }] of Object.entries(answers)) {
      const documented = operation?.responses[status] as
        | { headers: Record<string, { example: string }> }
        | undefined;
      const header = (name: string) =>
        name === "content-type" ? content?.mediaType : documented?.headers[name]?.example;
      const text = content === null ? "" : toText(content);
      check({ method, target: path, status: Number(status), header, text });
    }
  });
});
