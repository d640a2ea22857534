import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "./limits.js";
import { findExcess, toProgram } from "./program.js";
import type { FilesRequest, Language, RunRequest } from "./types.js";

const LIMITS = { ...DEFAULT_LIMITS, codeBytes: 10, stdinBytes: 10 };

/** A program whose files are empty. */
function named(...names: string[]): FilesRequest {
  return { language: "javascript", files: names.map((name) => ({ name, content: "" })) };
}

describe("a request", () => {
  it.for([
    ["javascript", "main.js"],
    ["typescript", "main.ts"],
    ["python", "main.py"],
  ] as const)("with code in %s is a program of one file, %s", ([language, name]) => {
    const program = toProgram({ language, code: "1", args: ["a"] });
    expect(program).toEqual({ files: [{ name, content: "1" }], args: ["a"] });
  });

  it("with files is a program of these in their order", () => {
    const { files } = named("b.js", "a.js");
    expect(toProgram({ language: "javascript", files })).toEqual({ files, args: [] });
  });

  it.for([
    ["neither code nor files", {}],
    ["both code and files", { code: "", files: [{ name: "a.js", content: "" }] }],
  ] as const)("with %s is refused", ([, source]) => {
    const request = { language: "javascript", ...source } as unknown as RunRequest;
    expect(findExcess(request, LIMITS)).toMatch(/either as code or as files/);
  });
});

describe("the size of a program", () => {
  it("counts the bytes of all its files", () => {
    const request = (content: string): FilesRequest => ({
      language: "javascript",
      files: [
        { name: "a.js", content: "12345" },
        { name: "b.js", content },
      ],
    });
    expect(findExcess(request("12345"), LIMITS)).toBeNull();
    expect(findExcess(request("123é5"), LIMITS)).toBe("The program is larger than 10 bytes");
  });

  it("counts its input with its arguments", () => {
    const request = { language: "python", code: "", stdin: "12345", args: ["1", "3"] } as const;
    expect(findExcess(request, LIMITS)).toBeNull();
    expect(findExcess({ ...request, args: ["1", "3456"] }, LIMITS)).toMatch(/input is larger/);
  });

  it("is at least one file and at most 64", () => {
    const many = Array.from({ length: 65 }, (_, index) => `f${index}.js`);
    expect(findExcess(named(), LIMITS)).toMatch(/at least one file/);
    expect(findExcess(named(...many.slice(1)), LIMITS)).toBeNull();
    expect(findExcess(named(...many), LIMITS)).toMatch(/more than 64 files/);
  });
});

describe("the name of a file", () => {
  it.for([
    "data.json",
    "lib/deep/x.js",
    ".hidden",
    "..js",
    "a b/ü 🎉.txt",
    "__proto__",
    "constructor",
    "node:fs",
    "x".repeat(255),
  ])("may be %j", (name) => {
    expect(findExcess(named("main.js", name), LIMITS)).toBeNull();
  });

  it.for([
    "",
    ".",
    "..",
    "/etc/passwd",
    "../x.js",
    "lib/../../x.js",
    "./x.js",
    "lib//x.js",
    "lib/",
    "lib\\x.js",
    "a\0.js",
    "a\n.js",
    "a\u0085.js",
    "\uD800.js",
    "x".repeat(256),
  ])("cannot be %j", (name) => {
    expect(findExcess(named("main.js", name), LIMITS)).toMatch(/is not a relative path/);
  });

  it("is quoted in part when it is long", () => {
    expect(findExcess(named("x".repeat(1e6)), LIMITS)?.length).toBeLessThan(400);
  });

  it("is that of one file only", () => {
    expect(findExcess(named("a.js", "b.js", "a.js"), LIMITS)).toMatch(/two files named "a.js"/);
  });

  it("is not that of a folder too", () => {
    const request = named("main.js", "lib/a", "lib/a/b.js");
    expect(findExcess(request, LIMITS)).toBe('"lib/a" is both a file and a folder');
  });

  it.for<[Language, string]>([
    ["javascript", "main.ts"],
    ["javascript", "main.json"],
    ["typescript", "main.js"],
    ["typescript", "types.d.ts"],
    ["python", "main.js"],
    ["python", "main"],
  ])("to start %s with cannot be %s", ([language, name]) => {
    const request = { language, files: [{ name, content: "" }] };
    expect(findExcess(request, LIMITS)).toMatch(/^The first file of a/);
  });

  it.for<[Language, string]>([
    ["javascript", "src/main.mjs"],
    ["javascript", "main.cjs"],
    ["typescript", "main.mts"],
    ["typescript", "main.cts"],
    ["python", "app/run.py"],
  ])("to start %s with may be %s", ([language, name]) => {
    expect(findExcess({ language, files: [{ name, content: "" }] }, LIMITS)).toBeNull();
  });
});
