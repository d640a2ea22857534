import { describe, expect, test } from "vitest";
import { createSubmitJobSchema } from "./jobs.js";
import { DEFAULT_JOB_CAPS } from "./run-limits.js";

const CAPS = { ...DEFAULT_JOB_CAPS, codeBytes: 8, stdinBytes: 8, wallMs: 100, outputBytes: 200 };

/** Parses a submission as it would arrive: what is undefined is not there. */
const submit = (payload: object) =>
  createSubmitJobSchema(CAPS).safeParse(
    JSON.parse(
      JSON.stringify({
        projectId: "0199a3b2-7c1e-7d4f-8a90-1b2c3d4e5f60",
        type: "CODE_EXECUTION",
        payload: { language: "python", code: "1", ...payload },
      }),
    ),
  );

/** Where a submission is refused, and why. */
const refusals = (payload: object) =>
  submit(payload).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("limits", () => {
  test.each([
    {},
    { wallMs: 100 },
    { wallMs: 1, cpuMs: 30_000, memoryBytes: 33_554_432, outputBytes: 200 },
  ])("%j are taken as they are", (limits) => {
    expect(submit({ limits }).data?.payload.limits).toEqual(limits);
  });

  test.each([
    [{ wallMs: 101 }, ["payload.limits.wallMs: must be at most 100"]],
    [
      { cpuMs: 30_001, outputBytes: 201 },
      [
        "payload.limits.cpuMs: must be at most 30000",
        "payload.limits.outputBytes: must be at most 200",
      ],
    ],
    [{ memoryBytes: 1_073_741_825 }, ["payload.limits.memoryBytes: must be at most 1073741824"]],
    [{ memoryBytes: 33_554_431 }, ["payload.limits.memoryBytes: must be at least 33554432"]],
    [{ wallMs: 0 }, ["payload.limits.wallMs: must be at least 1"]],
    [{ cpuMs: -5 }, ["payload.limits.cpuMs: must be at least 1"]],
  ])("%j are refused", (limits, expected) => {
    expect(refusals({ limits })).toEqual(expected);
  });

  test.each([
    ["wallMs", 1.5],
    ["wallMs", "100"],
    ["cpuMs", null],
    ["memoryBytes", true],
    ["outputBytes", [1]],
  ])("%s of %j is refused", (name, value) => {
    expect(refusals({ limits: { [name]: value } })).toEqual([
      expect.stringMatching(new RegExp(`^payload\\.limits\\.${name}: `)),
    ]);
  });

  test.each(["wallMS", "timeout", "codeBytes", "errorBytes"])(
    "with the key %s are refused",
    (name) => {
      expect(refusals({ limits: { wallMs: 5, [name]: 5 } })).toEqual([
        expect.stringMatching(new RegExp(`^payload\\.limits: .*"${name}"`)),
      ]);
    },
  );

  test.each([[[]], ["5000"], [5000], [null]])("that are %j are refused", (limits) => {
    expect(refusals({ limits })).toEqual([expect.stringMatching(/^payload\.limits: /)]);
  });
});

describe("files", () => {
  const file = (name: string, content = "1") => ({ name, content });
  const byFiles = (files: unknown, language = "python") => ({ code: undefined, files, language });
  const NAME_RULE = "must be a relative path of letters, digits, `_`, `.`, `-` and `/`";

  test.each([
    ["python", "main.py"],
    ["javascript", "main.js"],
    ["javascript", "src/main.cjs"],
    ["javascript", "a-b_c.d/1.mjs"],
    ["typescript", "main.ts"],
    ["typescript", "main.cts"],
    ["typescript", "_main.mts"],
    ["python", `${"x".repeat(125)}.py`],
    ["python", "__proto__.py"],
  ])("a %s program may start with %s", (language, name) => {
    const files = [file(name)];
    expect(submit(byFiles(files, language)).data?.payload).toEqual({ language, files });
  });

  test("beside the first may have any extension or none, and be empty", () => {
    const files = [
      file("main.py"),
      file("pkg/__init__.py", ""),
      file("data.json"),
      file("Makefile"),
      // Another file where upper and lower case differ.
      file("MAIN.py"),
    ];
    expect(submit(byFiles(files)).data?.payload.files).toEqual(files);
  });

  test("may be 64, and no more", () => {
    const files = Array.from({ length: 64 }, (_, index) => file(`f${index}.py`, index ? "" : "1"));
    expect(refusals(byFiles(files))).toBeUndefined();
    expect(refusals(byFiles([...files, file("one-more.py", "")]))).toEqual([
      "payload.files: must have at most 64 files",
    ]);
  });

  test.each<[what: string, files: unknown, expected: string]>([
    ["none", [], "payload.files: must have at least 1 file"],
    ["an empty first one", [file("a.py", "")], "payload.files.0.content: must not be empty"],
    [
      "two of one name",
      [file("a.py"), file("b.py"), file("b.py")],
      "payload.files.2.name: is the name of another file",
    ],
    [
      "one that is a folder of another",
      [file("a.py"), file("lib"), file("lib/b.py")],
      "payload.files.1.name: is a folder of another file",
    ],
    [
      "more than 8 bytes together",
      [file("a.py", "12345"), file("b.py", "üü")],
      "payload.files: must be at most 8 bytes together",
    ],
    [
      "a name of 129 characters",
      [file(`${"x".repeat(126)}.py`)],
      "payload.files.0.name: must have at most 128 characters",
    ],
  ])("%s are refused", (_what, files, expected) => {
    expect(refusals(byFiles(files))).toEqual([expected]);
  });

  test.each([
    "",
    ".",
    "..",
    "../a.py",
    "a/../b.py",
    "a/./b.py",
    "/a.py",
    "a//b.py",
    "a/",
    "a\\b.py",
    "C:/a.py",
    ".hidden.py",
    "lib/.hidden.py",
    "-a.py",
    "a b.py",
    "a.py\n",
    "ä.py",
    "%2e%2e/a.py",
    "~/a.py",
    "a.py?x",
    "file:a.py",
    "__proto__",
    "__proto__/a.py",
    "lib/__proto__",
  ])("a name like %j is refused", (name) => {
    expect(refusals(byFiles([file("main.py"), file(name)]))).toEqual([
      `payload.files.1.name: ${NAME_RULE}`,
    ]);
  });

  test.each([
    ["python", "main.js", ".py"],
    ["python", "main", ".py"],
    ["javascript", "main.ts", ".js, .cjs, .mjs"],
    ["typescript", "main.js", ".ts, .cts, .mts"],
    ["typescript", "main.d.ts", ".ts, .cts, .mts"],
  ])("a %s program cannot start with %s", (language, name, extensions) => {
    expect(refusals(byFiles([file(name)], language))).toEqual([
      `payload.files.0.name: must end in ${extensions}, as the first file's`,
    ]);
  });

  test("stand instead of code", () => {
    const files = [file("main.py")];
    expect(refusals({ code: "1", files })).toEqual(["payload.files: must not be beside code"]);
    expect(refusals({ code: undefined })).toEqual(["payload.code: is required, or files"]);
  });

  test.each([
    [{ "main.py": "1" }],
    ["main.py"],
    [null],
    [["main.py"]],
    [[{ name: "main.py" }]],
    [[{ name: "main.py", content: 1 }]],
    [[{ name: ["main.py"], content: "1" }]],
  ])("that are %j are refused", (files) => {
    expect(refusals(byFiles(files))).toEqual([expect.stringMatching(/^payload\.files/)]);
  });
});

describe("what a job brings", () => {
  test.each([
    [{ code: "ü".repeat(4) }],
    [{ stdin: "ü".repeat(4) }],
    [{ stdin: "1234", args: ["a", "bc"] }],
  ])("%j fits into 8 bytes", (payload) => {
    expect(refusals(payload)).toBeUndefined();
  });

  test.each([
    [{ code: `${"ü".repeat(4)}x` }, "payload.code: must be at most 8 bytes"],
    [{ stdin: "123456789" }, "payload.stdin: must be at most 8 bytes, arguments included"],
    [{ args: ["abcd", "efgh"] }, "payload.stdin: must be at most 8 bytes, arguments included"],
  ])("%j does not", (payload, expected) => {
    expect(refusals(payload)).toEqual([expected]);
  });
});
