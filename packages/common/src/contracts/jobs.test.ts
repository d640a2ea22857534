import { describe, expect, test } from "vitest";
import { createSubmitJobSchema } from "./jobs.js";
import { DEFAULT_JOB_CAPS } from "./run-limits.js";

const CAPS = { ...DEFAULT_JOB_CAPS, codeBytes: 8, stdinBytes: 8, wallMs: 100, outputBytes: 200 };

const submit = (payload: object) =>
  createSubmitJobSchema(CAPS).safeParse({
    projectId: "0199a3b2-7c1e-7d4f-8a90-1b2c3d4e5f60",
    type: "CODE_EXECUTION",
    payload: { language: "python", code: "1", ...payload },
  });

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
    ["memoryBytes", Number.POSITIVE_INFINITY],
    ["outputBytes", Number.NaN],
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
