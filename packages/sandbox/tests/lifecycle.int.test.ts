import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, cp, link, mkdir, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, SandboxError, type Sandbox } from "../src/sandbox.js";
import { findProcesses } from "./hostile/canaries.js";
import { eventually } from "./eventually.js";

const run = promisify(execFile);

const PACKAGE_FOLDER = path.resolve(import.meta.dirname, "..");
const BUILT_MODULE = path.join(PACKAGE_FOLDER, "dist/sandbox.js");
const NO_POOLS = { javascript: 0, typescript: 0, python: 0 };
const MEBIBYTE = 1024 * 1024;
const TIMEOUT_MS = 60_000;
/** Beyond what a busy machine takes over a compiler, or to get a program begun. */
const LIMITS = { wallMs: 30_000, cpuMs: 30_000 };

/** Process ids from a process up to the first. */
function ancestors(pid: number): number[] {
  const found: number[] = [];
  for (let current = pid; current > 1;) {
    try {
      const stat = readFileSync(`/proc/${current}/stat`, "latin1");
      current = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    } catch {
      return found;
    }
    found.push(current);
  }
  return found;
}

/**
 * Processes of children, whatever stage they are in, that came of a given process. Other tests and
 * services on the machine have children of their own.
 */
function findChildrenOf(parentPid: number): number[] {
  return findProcesses(path.join(PACKAGE_FOLDER, "child")).filter((pid) =>
    ancestors(pid).includes(parentPid),
  );
}

describe("a sandbox", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({ poolSizes: { javascript: 2, typescript: 0, python: 0 } });
  });

  afterAll(() => sandbox.close());

  it("names an available tier and runs in it", async () => {
    expect(sandbox.tiers.find(({ name }) => name === sandbox.tier)?.isAvailable).toBe(true);
    const verdict = await sandbox.run({ language: "javascript", code: "" });
    expect(verdict.isolation).toBe(sandbox.tier);
  });

  it("gives each program a process of its own", async () => {
    const code = "console.log(typeof globalThis.seen); globalThis.seen = 1; require('fs').seen = 1";
    for (let i = 0; i < 3; i += 1) {
      const verdict = await sandbox.run({ language: "javascript", code });
      expect(verdict.stdout).toBe("undefined\n");
    }
  });

  it("runs more programs at once than children wait", async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        sandbox.run({ language: "javascript", code: `console.log(${index})` }),
      ),
    );
    expect(verdicts.map(({ stdout }) => stdout)).toEqual([
      "0\n",
      "1\n",
      "2\n",
      "3\n",
      "4\n",
      "5\n",
    ]);
  });

  it("does not start a program that is cancelled already", async () => {
    const verdict = await sandbox.run(
      { language: "javascript", code: "console.log(1)" },
      { signal: AbortSignal.abort() },
    );
    expect(verdict).toMatchObject({ error: { code: "CANCELLED" }, output: "" });
  });

  it("refuses a program that is too large without starting it", async () => {
    const code = `//${"x".repeat(1024 * 1024)}`;
    const verdict = await sandbox.run({ language: "javascript", code });
    expect(verdict).toMatchObject({ error: { code: "COMPILE_ERROR" }, exitCode: null });
  });

  it("refuses a language that it does not know", async () => {
    const request = { language: "cobol" as "javascript", code: "" };
    await expect(sandbox.run(request)).rejects.toThrow(SandboxError);
  });

  it("gives the root user's programs another user", async () => {
    const verdict = await sandbox.run({
      language: "javascript",
      code: "console.log(process.getuid())",
    });
    const uid = Number(verdict.stdout);
    if (process.getuid?.() === 0) expect(uid).toBeGreaterThan(60_000);
    else expect(uid).toBe(process.getuid?.());
  });

  it("tells how many children wait, and what memory they hold", async () => {
    const fill = () =>
      eventually(async () => {
        await sandbox.fillPools();
        expect(sandbox.pools()[0]?.waiting).toBe(2);
      });
    await fill();
    const [pool] = sandbox.pools();
    expect(pool).toMatchObject({ language: "javascript", size: 2 });
    // Between what no runtime fits into and what no waiting one needs.
    expect(pool?.residentBytes).toBeGreaterThan(2 * 10 * MEBIBYTE);
    expect(pool?.residentBytes).toBeLessThan(2 * 500 * MEBIBYTE);
    expect(sandbox.pools().slice(1)).toEqual([
      { language: "typescript", size: 0, waiting: 0, residentBytes: 0 },
      { language: "python", size: 0, waiting: 0, residentBytes: 0 },
    ]);
    const running = sandbox.run({ language: "javascript", code: "" });
    expect(sandbox.pools()[0]?.waiting).toBe(1);
    await running;
    await fill();
  });

  it("replaces children that die while they wait", async () => {
    const waiting = await eventually(() => {
      const pids = findChildrenOf(process.pid);
      expect(pids.length).toBeGreaterThan(0);
      return pids;
    });
    for (const pid of waiting) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // One of them may end with another.
      }
    }
    const verdict = await sandbox.run({ language: "javascript", code: "console.log(1)" });
    expect(verdict).toMatchObject({ error: null, stdout: "1\n" });
  });
});

describe("closing", () => {
  it("kills what runs and waits, and lets their callers try again", async () => {
    const sandbox = await createSandbox({ poolSizes: { ...NO_POOLS, javascript: 1 } });
    const running = sandbox.run(
      { language: "javascript", code: "console.log('begun'); for (;;);", limits: LIMITS },
      { onOutput: () => void sandbox.close() },
    );
    await expect(running).rejects.toThrow(SandboxError);
    await sandbox.close();
    await expect(sandbox.run({ language: "javascript", code: "" })).rejects.toThrow(SandboxError);
  });
});

describe("closing while children start", () => {
  const code = "setTimeout(() => console.log('ran'), 300)";

  it("runs nothing that had not begun", async () => {
    const sandbox = await createSandbox({ poolSizes: NO_POOLS });
    const printed: string[] = [];
    const running = sandbox.run(
      { language: "javascript", code },
      { onOutput: ({ data }) => printed.push(data) },
    );
    const failed = expect(running).rejects.toThrow(SandboxError);
    await sandbox.close();
    expect(findChildrenOf(process.pid)).toEqual([]);
    await failed;
    expect(printed).toEqual([]);
  });

  it("waits for the child of a run that was cancelled", async () => {
    const sandbox = await createSandbox({ poolSizes: NO_POOLS });
    const controller = new AbortController();
    const running = sandbox.run({ language: "javascript", code }, { signal: controller.signal });
    controller.abort();
    expect((await running).error?.code).toBe("CANCELLED");
    await sandbox.close();
    expect(findChildrenOf(process.pid)).toEqual([]);
  });
});

describe("without a working tier", () => {
  it("nothing is run", async () => {
    const sandbox = await createSandbox({ tier: "namespaces", searchPath: "/nowhere" });
    try {
      expect(sandbox.tier).toBeNull();
      expect(sandbox.languages().every(({ isAvailable }) => !isAvailable)).toBe(true);
      await expect(sandbox.run({ language: "javascript", code: "" })).rejects.toThrow(
        /no isolation tier is available \(namespaces: bwrap/,
      );
    } finally {
      await sandbox.close();
    }
  });
});

describe("the death of the parent", () => {
  it.for(["lockdown", "auto"])(
    "by SIGKILL leaves no process (tier %s)",
    { timeout: TIMEOUT_MS },
    async (tier) => {
      const script = `
        import { createSandbox } from ${JSON.stringify(BUILT_MODULE)};
        const sandbox = await createSandbox({ tier: ${JSON.stringify(tier)} });
        const loop = { javascript: 'for (;;);', python: 'while True: pass' };
        let begun = 0;
        for (const [language, code] of Object.entries(loop)) {
          sandbox.run(
            { language, code: (language === 'python' ? 'print(1, flush=True)\\n' : 'console.log(1);') + code, limits: ${JSON.stringify(LIMITS)} },
            { onOutput: () => { begun += 1; if (begun === 2) console.log('begun'); } },
          );
        }
      `;
      const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise<void>((resolve, reject) => {
        parent.stdout.once("data", () => resolve());
        parent.once("exit", () => reject(new Error("The parent ended by itself")));
      });
      const own = findChildrenOf(parent.pid ?? 0);
      expect(own.length).toBeGreaterThan(1);
      parent.removeAllListeners("exit");
      parent.kill("SIGKILL");
      await eventually(() => {
        // What nobody has reaped yet has no command line any more.
        const left = findProcesses(PACKAGE_FOLDER).filter((pid) => own.includes(pid));
        expect(left).toEqual([]);
      });
    },
  );
});

describe("a package in a folder that only its owner can enter", () => {
  let root: string;
  let script: string;
  let node: string;

  /** Copies the built package with its dependencies, as an installation elsewhere would be. */
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "sandbox closed "));
    const packageFolder = path.join(root, "packages/sand box");
    await mkdir(packageFolder, { recursive: true });
    for (const name of ["package.json", "dist", "child"]) {
      await cp(path.join(PACKAGE_FOLDER, name), path.join(packageFolder, name), {
        recursive: true,
      });
    }
    const modules = path.join(packageFolder, "node_modules");
    const koffi = await realpath(path.join(PACKAGE_FOLDER, "node_modules/koffi"));
    const natives = path.join(koffi, "../@koromix");
    await cp(koffi, path.join(modules, "koffi"), { recursive: true });
    for (const name of await readdir(natives)) {
      await cp(await realpath(path.join(natives, name)), path.join(modules, "@koromix", name), {
        recursive: true,
      });
    }
    for (const name of ["cjs-module-lexer", "quickjs-wasi", "typescript6"]) {
      const dependency = await realpath(path.join(PACKAGE_FOLDER, "node_modules", name));
      await cp(dependency, path.join(modules, name), { recursive: true });
    }
    node = path.join(root, "node");
    await link(process.execPath, node).catch(() => cp(process.execPath, node));
    await chmod(root, 0o700);
    script = `
      import { createSandbox } from ${JSON.stringify(path.join(packageFolder, "dist/sandbox.js"))};
      const sandbox = await createSandbox({ tier: process.argv[1], poolSizes: { javascript: 0, typescript: 0, python: 0 } });
      const outputs = [];
      for (const [language, code] of [['javascript', 'console.log(process.getuid())'], ['typescript', 'console.log(process.getuid() as number)'], ['python', 'import os; print(os.getuid())']]) {
        outputs.push((await sandbox.run({ language, code, limits: ${JSON.stringify(LIMITS)} })).output.trim());
      }
      console.log(JSON.stringify({ tier: sandbox.tier, outputs }));
      await sandbox.close();
    `;
  }, TIMEOUT_MS);

  afterAll(() => rm(root, { recursive: true, force: true }));

  it.for(["lockdown", "auto"])(
    "runs every language (tier %s)",
    { timeout: TIMEOUT_MS },
    async (tier) => {
      const { stdout } = await run(node, ["--input-type=module", "-e", script, tier]);
      const { outputs } = JSON.parse(stdout) as { outputs: string[] };
      expect(outputs).toHaveLength(3);
      for (const uid of outputs) {
        if (process.getuid?.() === 0) expect(Number(uid)).toBeGreaterThan(60_000);
        else expect(Number(uid)).toBe(process.getuid?.());
      }
    },
  );

  it(
    "runs every language for an ordinary user",
    async () => {
      const isRoot = process.getuid?.() === 0;
      const uid = isRoot ? 65_534 : process.getuid?.();
      if (isRoot) await run("chown", ["-R", String(uid), root]);
      const { stdout } = await run(node, ["--input-type=module", "-e", script, "auto"], {
        ...(isRoot ? { uid, gid: uid } : {}),
        cwd: "/",
      });
      const { tier, outputs } = JSON.parse(stdout) as { tier: string; outputs: string[] };
      expect(tier).toMatch(/namespaces|lockdown/);
      expect(outputs).toEqual([String(uid), String(uid), String(uid)]);
    },
    TIMEOUT_MS,
  );
});
