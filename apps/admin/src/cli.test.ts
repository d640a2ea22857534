import { describe, expect, test } from "vitest";
import { runAdmin } from "../tests/run-admin.js";

const NAMES = [
  "create-admin",
  "revoke-admin",
  "list-admins",
  "jobs failed",
  "jobs requeue",
  "sessions list",
  "sessions revoke",
  "set-password",
  "rotate-jwt-secret",
  "doctor",
];

test.each([[[]], [["help"]], [["--help"]]])("%j tells of every command", async (args) => {
  const { code, output } = await runAdmin(args);
  expect(code).toBe(0);
  for (const name of NAMES) expect(output).toContain(`  ${name} `);
});

test.each(NAMES)("%s --help tells how it is called, and does nothing", async (name) => {
  const { code, output, notes } = await runAdmin([...name.split(" "), "--help"]);
  expect({ code, notes }).toEqual({ code: 0, notes: "" });
  expect(output).toMatch(new RegExp(`^Usage: ${name}`));
});

describe("what is not right is told in one line, with 2", () => {
  test.each([
    [["nothing"], 'there is no command "nothing"'],
    [["jobs"], 'there is no command "jobs"'],
    [["--what"], 'there is no command "--what"'],
    [["doctor", "--what"], "Unknown option '--what'"],
    [["doctor", "now"], "takes no operands"],
    [["create-admin"], "takes one operand: an e-mail address"],
    [
      ["set-password", "a@b.example", "--password-stdin", "--generate-password"],
      "--password-stdin and --generate-password exclude each other",
    ],
    [["create-admin", "nobody"], "must be a valid e-mail address"],
    [["create-admin", "a@b.example", "password"], "takes one operand: an e-mail address"],
    [["create-admin", "a@b.example", "--name", " "], "--name: must not be empty"],
    [["jobs", "failed", "--limit", "x"], "--limit: must be a whole number"],
    [["jobs", "failed", "--limit", "0"], "--limit: must be at least 1"],
    [["jobs", "failed", "--since", "soon"], "--since: must be a length of time"],
    [["jobs", "failed", "--code", "WRONG"], "--code: "],
    [["jobs", "requeue"], "name jobs by their ids, or say --code"],
    [["jobs", "requeue", "--since", "1h"], "name jobs by their ids, or say --code"],
    [["jobs", "requeue", "x"], "Invalid UUID"],
    [["sessions", "list"], "--user: is required"],
    [["sessions", "revoke"], "say one of --user, --session and --all"],
    [["sessions", "revoke", "--all", "--user", "a@b.example"], "say one of"],
    [["rotate-jwt-secret", "--prepare", "--finish"], "exclude each other"],
  ])("%j", async (args, message) => {
    const { code, output, notes } = await runAdmin(args);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(notes).toMatch(/^error: [^\n]+\nSee: [^\n]*--help$/);
    expect(notes).toContain(message);
  });
});

test("a wrong environment is told a variable a line, with 1", async () => {
  const { code, notes } = await runAdmin(["list-admins"], { env: { REDIS_PORT: "x" } });
  expect(code).toBe(1);
  expect(notes).toMatch(/^error: DATABASE_URL: is required\nerror: REDIS_PORT: [^\n]+$/);
});

test("a PostgreSQL that is away is told in one line, without its password", async () => {
  const env = { DATABASE_URL: "postgresql://user:not-to-be-told@127.0.0.1:9/db", REDIS_PORT: "9" };
  const { code, notes } = await runAdmin(["list-admins"], { env });
  expect(code).toBe(1);
  expect(notes).toMatch(/^error: PostgreSQL cannot be reached: [^\n]+$/);
  expect(notes).not.toContain("not-to-be-told");
});
