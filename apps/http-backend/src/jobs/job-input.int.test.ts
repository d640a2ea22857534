import { DEFAULT_JOB_CAPS } from "@workspace/common/contracts/run-limits";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createProject,
  expectRefusal,
} from "../../tests/api.js";
import { countRows } from "../../tests/count-rows.js";
import { openTestApp } from "../../tests/open-test-app.js";

const MEBIBYTE = 1024 * 1024;

const app = await openTestApp();
let owner: Account;
let projectId: string;

beforeAll(async () => {
  owner = await createAccount(app);
  projectId = await createProject(app, owner);
});

/** Submits a payload that is written out, since some keys cannot be had in an object. */
const submit = (payload: string) =>
  callApi(app, "POST /jobs/submit", {
    token: owner.token,
    headers: { "Content-Type": "application/json" },
  }).send(`{"projectId":"${projectId}","type":"CODE_EXECUTION","payload":${payload}}`);

const readTrace = async () => ({
  rows: await countRows(app.database),
  queue: await app.jobQueue.getJobCounts(),
});

const program = (changes: object) =>
  JSON.stringify({ language: "javascript", code: "1", ...changes });

const MAIN = { name: "main.js", content: "1" };
const ofFiles = (...files: object[]) => program({ code: undefined, files });
const numberFile = (_: unknown, index: number) => ({ name: `f${index}.js`, content: "" });

describe("a job is refused with 400 before it is queued, and told where it is wrong:", () => {
  test.each<[what: string, payload: string, where: string]>([
    ["no language", program({ language: undefined }), "payload.language"],
    ["an unknown language", program({ language: "cobol" }), "payload.language"],
    ["__proto__ as language", program({ language: "__proto__" }), "payload.language"],
    ["constructor as language", program({ language: "constructor" }), "payload.language"],
    ["a language that is an array", program({ language: ["javascript"] }), "payload.language"],
    ["a language in capitals", program({ language: "JavaScript" }), "payload.language"],
    ["no code", program({ code: undefined }), "payload.code"],
    ["empty code", program({ code: "" }), "payload.code"],
    ["code that is a number", program({ code: 1 }), "payload.code"],
    ["2 MB of code", program({ code: "x".repeat(2_000_000) }), "payload.code"],
    [
      "code of one byte too many",
      program({ code: "x".repeat(DEFAULT_JOB_CAPS.codeBytes + 1) }),
      "payload.code",
    ],
    ["2 MB of input", program({ stdin: "x".repeat(2_000_000) }), "payload.stdin"],
    ["an argument that is a number", program({ args: [1] }), "payload.args.0"],
    ["NUL in an argument", program({ args: ["a\0"] }), "payload.args.0"],
    ["both code and files", program({ files: [MAIN] }), "payload.files"],
    ["no files", ofFiles(), "payload.files"],
    ["65 files", ofFiles(MAIN, ...Array.from({ length: 64 }, numberFile)), "payload.files"],
    ["an empty file to start with", ofFiles({ ...MAIN, content: "" }), "payload.files.0.content"],
    ["a Python file in JavaScript", ofFiles({ ...MAIN, name: "a.py" }), "payload.files.0.name"],
    [
      "a file above the folder",
      ofFiles(MAIN, { ...MAIN, name: "../a.js" }),
      "payload.files.1.name",
    ],
    ["an absolute name", ofFiles(MAIN, { ...MAIN, name: "/etc/a.js" }), "payload.files.1.name"],
    [
      "__proto__ as a file's name",
      ofFiles(MAIN, { ...MAIN, name: "__proto__" }),
      "payload.files.1.name",
    ],
    ["two files of one name", ofFiles(MAIN, MAIN), "payload.files.1.name"],
    ["NUL in a file's name", ofFiles(MAIN, { ...MAIN, name: "a\0.js" }), "payload.files.1.name"],
    ["NUL in a file", ofFiles({ ...MAIN, content: "\0" }), "payload.files.0.content"],
    [
      "2 MB in several files",
      ofFiles(MAIN, ...["a.js", "b.js"].map((name) => ({ name, content: "x".repeat(1_000_000) }))),
      "payload.files",
    ],
    [
      "files by name instead of a list",
      program({ code: undefined, files: { "main.js": "1" } }),
      "payload.files",
    ],
    [
      "__proto__ as a file's key",
      `{"language":"javascript","files":[{"name":"a.js","content":"1","__proto__":{}}]}`,
      "payload.files.0.__proto__",
    ],
    [
      "a longer run than any may have",
      program({ limits: { wallMs: 30_001 } }),
      "payload.limits.wallMs",
    ],
    ["more processor time", program({ limits: { cpuMs: 1e9 } }), "payload.limits.cpuMs"],
    [
      "more memory",
      program({ limits: { memoryBytes: 1024 * MEBIBYTE + 1 } }),
      "payload.limits.memoryBytes",
    ],
    [
      "too little memory for any runtime",
      program({ limits: { memoryBytes: MEBIBYTE } }),
      "payload.limits.memoryBytes",
    ],
    [
      "more output",
      program({ limits: { outputBytes: 8 * MEBIBYTE + 1 } }),
      "payload.limits.outputBytes",
    ],
    ["a limit of 0", program({ limits: { wallMs: 0 } }), "payload.limits.wallMs"],
    ["a limit below 0", program({ limits: { cpuMs: -1 } }), "payload.limits.cpuMs"],
    ["half a millisecond", program({ limits: { wallMs: 0.5 } }), "payload.limits.wallMs"],
    ["a limit that is a text", program({ limits: { wallMs: "5" } }), "payload.limits.wallMs"],
    [
      "a limit that JSON cannot carry",
      `{"language":"python","code":"1","limits":{"wallMs":1e999}}`,
      "payload.limits.wallMs",
    ],
    ["a misspelt limit", program({ limits: { wallMS: 5 } }), "payload.limits"],
    ["a limit that nobody may ask for", program({ limits: { codeBytes: 5 } }), "payload.limits"],
    ["limits that are an array", program({ limits: [] }), "payload.limits"],
    ["limits that are null", program({ limits: null }), "payload.limits"],
    [
      "__proto__ among the limits",
      `{"language":"python","code":"1","limits":{"__proto__":{"wallMs":5}}}`,
      "payload.limits.__proto__",
    ],
    [
      "__proto__ in the payload",
      `{"language":"python","code":"1","__proto__":{"stdin":"x"}}`,
      "payload.__proto__",
    ],
    [
      "constructor.prototype in the payload",
      `{"language":"python","code":"1","constructor":{"prototype":{}}}`,
      "payload.constructor",
    ],
    ["a payload that is a text", `"1"`, "payload"],
    ["a payload that is null", "null", "payload"],
  ])("%s", async (_what, payload, where) => {
    const before = await readTrace();
    const error = expectRefusal(await submit(payload), 400, "VALIDATION_FAILED");
    expect(error.details?.map(({ path }) => path)).toEqual([where]);
    expect(await readTrace()).toEqual(before);
  });
});

test("a refusal of too much code says how much is allowed", async () => {
  const answer = await submit(program({ code: "x".repeat(2_000_000) }));
  const { message } = expectRefusal(answer, 400, "VALIDATION_FAILED");
  expect(message).toBe("payload.code: must be at most 1048576 bytes");
});

test("as much as is allowed is taken, and the job keeps what it asked for", async () => {
  const limits = {
    wallMs: 30_000,
    cpuMs: 30_000,
    memoryBytes: 1024 * MEBIBYTE,
    outputBytes: 8 * MEBIBYTE,
  };
  const payload = {
    language: "javascript",
    // As large in the body as JSON makes it, short of escapes.
    code: "\n".repeat(DEFAULT_JOB_CAPS.codeBytes),
    stdin: "\n".repeat(DEFAULT_JOB_CAPS.stdinBytes - 1),
    args: ["a"],
    limits,
  };
  const answer = await submit(JSON.stringify(payload)).expect(201);
  const { jobId } = answer.body as { jobId: string };
  const { body } = await callApi(app, `GET /jobs/${jobId}`, { token: owner.token }).expect(200);
  expect((body as { payload: object }).payload).toEqual(payload);
});

test("several files are kept as they came", async () => {
  const payload = {
    language: "typescript",
    files: [
      { name: "main.ts", content: "import './lib/shapes.js';" },
      { name: "lib/shapes.ts", content: "" },
    ],
  };
  const answer = await submit(JSON.stringify(payload)).expect(201);
  const { jobId } = answer.body as { jobId: string };
  const { body } = await callApi(app, `GET /jobs/${jobId}`, { token: owner.token }).expect(200);
  expect((body as { payload: object }).payload).toEqual(payload);
});
