import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runAdmin } from "../../tests/run-admin.js";
import { isRotating, prepareSecret, rotateSecret, type SecretPaths } from "./secret-files.js";

const OLD = "the secret of before, long enough";

function openFolder(): SecretPaths {
  const folder = mkdtempSync(join(tmpdir(), "secrets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const current = join(folder, "jwt-secret");
  writeFileSync(current, OLD, { mode: 0o400 });
  return { current, previous: `${current}-previous`, next: `${current}-next` };
}

const read = (path: string): string => readFileSync(path, "utf8");
const namesIn = ({ current }: SecretPaths): string[] => readdirSync(join(current, "..")).toSorted();

test("a rotation leaves a new secret and the one before, for their owner alone", () => {
  const paths = openFolder();
  rotateSecret(paths);
  expect(read(paths.previous)).toBe(OLD);
  expect(read(paths.current)).toMatch(/^[\w-]{64}$/);
  expect(namesIn(paths)).toEqual(["jwt-secret", "jwt-secret-previous"]);
  for (const path of [paths.current, paths.previous])
    expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("who could read the secret of before can read the new one: its owner, also where root rotates it, and its group", () => {
  const paths = openFolder();
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(paths.current, 1000, 1001);
  chmodSync(paths.current, 0o444);
  const { uid, gid } = statSync(paths.current);
  rotateSecret(paths);
  for (const path of [paths.current, paths.previous])
    expect(statSync(path)).toMatchObject({ uid, gid, mode: 0o100640 });
});

test("the prepared secret is the one that comes", () => {
  const paths = openFolder();
  expect(prepareSecret(paths)).toBe(true);
  const prepared = read(paths.next);
  expect(prepareSecret(paths)).toBe(false);
  rotateSecret(paths);
  expect(read(paths.current)).toBe(prepared);
});

describe("a rotation that was interrupted goes on, and has lost nothing, after", () => {
  test("the new secret was written", () => {
    const paths = openFolder();
    prepareSecret(paths);
    const prepared = read(paths.next);
    expect(isRotating(paths)).toBe(false);
    rotateSecret(paths);
    expect([read(paths.current), read(paths.previous)]).toEqual([prepared, OLD]);
  });

  test("the previous one was written too", () => {
    const paths = openFolder();
    prepareSecret(paths);
    const prepared = read(paths.next);
    writeFileSync(paths.previous, OLD);
    expect(isRotating(paths)).toBe(false);
    rotateSecret(paths);
    expect([read(paths.current), read(paths.previous)]).toEqual([prepared, OLD]);
  });

  test("all was done: then nothing more may be", () => {
    const paths = openFolder();
    rotateSecret(paths);
    expect(isRotating(paths)).toBe(true);
  });
});

describe("rotate-jwt-secret", () => {
  const envOf = (paths: SecretPaths) => ({
    JWT_SECRET_FILE: paths.current,
    JWT_SECRET_PREVIOUS_FILE: paths.previous,
    JWT_SECRET_NEXT_FILE: paths.next,
  });
  const rotate = (paths: SecretPaths, ...args: string[]) =>
    runAdmin(["rotate-jwt-secret", ...args], { env: envOf(paths) });

  test("rotates once it is sure, and not again before it is finished", async () => {
    const paths = openFolder();
    expect(await rotate(paths)).toMatchObject({ code: 1 });
    expect(namesIn(paths)).toEqual(["jwt-secret"]);
    const rotated = await rotate(paths, "--yes");
    expect(rotated.code).toBe(0);
    const secret = read(paths.current);
    expect(`${rotated.output}${rotated.notes}`).not.toContain(secret);
    const again = await rotate(paths, "--yes");
    expect(again).toMatchObject({ code: 1, notes: expect.stringContaining("under way") });
    expect([read(paths.current), read(paths.previous)]).toEqual([secret, OLD]);
  });

  test("asks before it drops a secret whose tokens may still stand", async () => {
    const paths = openFolder();
    await rotate(paths, "--yes");
    expect(await rotate(paths, "--finish")).toMatchObject({ code: 1 });
    expect(read(paths.previous)).toBe(OLD);
    expect(await rotate(paths, "--finish", "--yes")).toMatchObject({ code: 0 });
    expect(namesIn(paths)).toEqual(["jwt-secret"]);
    expect(await rotate(paths, "--finish")).toMatchObject({
      output: "there is no previous secret",
    });
  });

  test("does not write where the services would not read", async () => {
    const paths = openFolder();
    const { JWT_SECRET_FILE } = envOf(paths);
    const { code, notes } = await runAdmin(["rotate-jwt-secret", "--yes"], {
      env: { JWT_SECRET_FILE },
    });
    expect(code).toBe(1);
    expect(notes).toContain("JWT_SECRET_PREVIOUS_FILE");
    expect(namesIn(paths)).toEqual(["jwt-secret"]);
  });

  test("where the environment has the secret, says what to set there, and not what is there", async () => {
    const env = { JWT_SECRET: OLD };
    const { code, output } = await runAdmin(["rotate-jwt-secret"], { env });
    expect(code).toBe(0);
    expect(output).toMatch(/^JWT_SECRET=[\w-]{64}$/m);
    expect(output).toMatch(/^JWT_SECRET_PREVIOUS=<JWT_SECRET>$/m);
    expect(output).not.toContain(OLD);
    const prepared = await runAdmin(["rotate-jwt-secret"], {
      env: { ...env, JWT_SECRET_NEXT: "another that is not to be told" },
    });
    expect(prepared.output).toMatch(/^JWT_SECRET=<JWT_SECRET_NEXT>$/m);
    expect(prepared.output).not.toContain("not to be told");
  });
});
