import bcrypt from "bcrypt";
import { afterEach, expect, test, vi } from "vitest";
import { createPasswords } from "./passwords.js";

const COST = 4;

afterEach(() => {
  vi.restoreAllMocks();
});

test("a password is compared at the same cost for nobody as for somebody, however long it is", async () => {
  const passwords = await createPasswords(COST);
  const hash = await passwords.hash("password123");
  const compare = vi.spyOn(bcrypt, "compare");
  for (const password of ["x", "password123", "x".repeat(73), "ü".repeat(500)]) {
    compare.mockClear();
    await passwords.matches(password, hash);
    await passwords.matches(password, undefined);
    const hashes = compare.mock.calls.map(([, against]) => against);
    expect(hashes.map((each) => each.slice(0, 7))).toEqual(["$2b$04$", "$2b$04$"]);
    expect(hashes[1]).not.toBe(hash);
  }
});

test("only the very password matches, also where bcrypt would not tell them apart", async () => {
  const passwords = await createPasswords(COST);
  const longest = "x".repeat(72);
  const hash = await passwords.hash(longest);
  expect(await passwords.matches(longest, hash)).toBe(true);
  expect(await passwords.matches(`${longest}y`, hash)).toBe(false);
  expect(await passwords.matches(longest, undefined)).toBe(false);
  expect(await passwords.matches("nobody's password", undefined)).toBe(false);
});
