import bcrypt from "bcrypt";
import { beforeEach, describe, expect, test } from "vitest";
import { openAdminTarget } from "../../tests/open-admin-target.js";
import { runAdmin } from "../../tests/run-admin.js";

const target = await openAdminTarget();
const { prisma } = target.database;
const { env } = target;

let names = 0;
let email: string;
beforeEach(() => {
  email = `admin${(names += 1)}@example.com`;
});

const readUser = () => prisma.user.findUnique({ where: { email } });
const create = (options: string[] = [], run: Parameters<typeof runAdmin>[1] = {}) =>
  runAdmin(["create-admin", email, ...options], { ...run, env });

describe("create-admin", () => {
  test("asks for a password twice and makes an account of it", async () => {
    const answers = ["correct horse", "correct horse"];
    const { code, output, notes, questions } = await create(["--name", "Ada"], { answers });
    expect({ code, output }).toEqual({
      code: 0,
      output: `${email} is an admin now, with a new account`,
    });
    expect(questions).toEqual(["Password: ", "Once more: "]);
    const user = await readUser();
    expect(user).toMatchObject({ name: "Ada", isAdmin: true });
    expect(await bcrypt.compare("correct horse", user?.passwordHash ?? "")).toBe(true);
    expect(`${output}${notes}`).not.toContain("correct horse");
  });

  test("takes a password from standard input, without the line's end", async () => {
    const { code } = await create(["--password-stdin"], { input: "correct horse\n" });
    expect(code).toBe(0);
    const user = await readUser();
    expect(await bcrypt.compare("correct horse", user?.passwordHash ?? "")).toBe(true);
    expect(user?.name).toBe(email.split("@")[0]);
  });

  test("makes up a password and prints it once, not into the log", async () => {
    const { output, notes } = await create(["--generate-password"]);
    const password = /^password: ([\w-]{24})$/m.exec(output)?.[1] ?? "";
    expect(await bcrypt.compare(password, (await readUser())?.passwordHash ?? "")).toBe(true);
    expect(notes).not.toContain(password);
  });

  test.each([
    ["is short", ["short", "short"], "at least 8 characters"],
    ["is cut off by bcrypt", ["ü".repeat(37), "ü".repeat(37)], "at most 72 bytes"],
    ["has a NUL", ["correct\0horse", "correct\0horse"], "NUL"],
    ["is typed differently", ["correct horse", "correct house"], "differ"],
  ])("makes nothing of a password that %s", async (_what, answers, message) => {
    const { code, notes } = await create([], { answers });
    expect(code).toBe(1);
    expect(notes).toContain(message);
    expect(await readUser()).toBeNull();
  });

  test("makes nothing where nobody can be asked", async () => {
    expect(await create()).toMatchObject({ code: 1 });
    expect(await readUser()).toBeNull();
  });

  test("promotes an account that is there only where someone is sure that it is theirs", async () => {
    const person = await target.createPerson();
    ({ email } = person);
    for (const run of [{}, { answers: ["n"] }])
      expect(await create(["--generate-password"], run)).toMatchObject({ code: 1, output: "" });
    expect(await readUser()).toMatchObject({ isAdmin: false });
    const { code, questions } = await create([], { answers: ["y"] });
    expect(code).toBe(0);
    expect(questions[0]).toMatch(/^There is an account of \S+ \(Someone, since 20/);
    expect(await readUser()).toMatchObject({ isAdmin: true });
  });

  test("leaves password and name of an account that is there", async () => {
    const person = await target.createPerson();
    ({ email } = person);
    const outcome = await create(["--name", "Other", "--generate-password", "--yes"]);
    expect(outcome.output).toBe(`${email} is an admin now, with the password of the account`);
    expect(await readUser()).toMatchObject({
      isAdmin: true,
      passwordHash: "none",
      name: "Someone",
    });
    expect((await create()).output).toBe(`${email} is an admin already`);
  });

  test("takes an address in any case", async () => {
    const person = await target.createPerson();
    await runAdmin(["create-admin", person.email.toUpperCase(), "--yes"], { env });
    ({ email } = person);
    expect(await readUser()).toMatchObject({ isAdmin: true });
  });

  test("leaves a line in the log that tells who did it and to whom", async () => {
    const { notes } = await create(["--generate-password"]);
    const line = JSON.parse(notes.split("\n")[0] ?? "") as object;
    expect(line).toMatchObject({
      service: "admin",
      userId: (await readUser())?.id,
      by: expect.any(String),
    });
  });
});

describe("revoke-admin", () => {
  test("makes an ordinary user of an admin, once it is sure", async () => {
    await create(["--generate-password"]);
    const revoke = (run: Parameters<typeof runAdmin>[1]) =>
      runAdmin(["revoke-admin", email], { ...run, env });
    expect(await revoke({})).toMatchObject({ code: 1 });
    expect(await revoke({ answers: ["n"] })).toMatchObject({ code: 1 });
    expect(await readUser()).toMatchObject({ isAdmin: true });
    expect(await revoke({ answers: ["y"] })).toMatchObject({ code: 0 });
    expect(await readUser()).toMatchObject({ isAdmin: false });
    const again = await runAdmin(["revoke-admin", email, "--yes"], { env });
    expect(again).toMatchObject({ code: 0, output: `${email} is no admin`, notes: "" });
  });

  test("knows when there is no such account", async () => {
    const { code, notes } = await runAdmin(["revoke-admin", email, "--yes"], { env });
    expect({ code, notes }).toEqual({ code: 1, notes: `error: there is no account of ${email}` });
  });
});

test("what users call themselves is printed without what a terminal would obey", async () => {
  const { email: hostile, userId: id } = await target.createPerson();
  await prisma.user.update({ where: { id }, data: { name: "a\u001b[2J\nb\u009b\u202e c" } });
  const { questions } = await runAdmin(["create-admin", hostile], { env, answers: ["y"] });
  const { output } = await runAdmin(["list-admins"], { env });
  for (const text of [output.replaceAll("\n", ""), ...questions])
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(output).toContain("a [2J b c");
});

test("list-admins lists them, and nobody else", async () => {
  await create(["--generate-password"]);
  const other = await target.createPerson();
  const { output } = await runAdmin(["list-admins"], { env });
  expect(output).toContain(email);
  expect(output).not.toContain(other.email);
  const json = await runAdmin(["list-admins", "--json"], { env });
  const admins = JSON.parse(json.output) as Record<string, unknown>[];
  const admin = admins.find((one) => one["email"] === email);
  expect(Object.keys(admin ?? {}).sort()).toEqual(["createdAt", "email", "id", "name"]);
});
