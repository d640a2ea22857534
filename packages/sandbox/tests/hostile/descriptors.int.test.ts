import { randomUUID } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import koffi from "koffi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Language } from "../../src/sandbox.js";

const TIMEOUT_MS = 120_000;
const KERNEL_TIERS = ["namespaces", "lockdown"] as const;
/** Beyond a gap, where a caller's own runtime does not look for what it inherited. */
const FOREIGN_DESCRIPTOR = 200;

const PROGRAMS: Record<Language, string> = {
  javascript: `
    const fs = require('fs');
    try { console.log(fs.fstatSync(${FOREIGN_DESCRIPTOR}).size, fs.readSync(${FOREIGN_DESCRIPTOR}, Buffer.alloc(99))); } catch (error) { console.log(error.code); }
  `,
  typescript: `
    try { console.log(require('fs').fstatSync(${FOREIGN_DESCRIPTOR}).size); } catch (error: any) { console.log(error.code); }
  `,
  python: `
import errno, os
try:
    print(os.read(${FOREIGN_DESCRIPTOR}, 99))
except OSError as error:
    print(errno.errorcode[error.errno])
`,
};

/** What whoever started this process left open in it, without close-on-exec. */
describe("a descriptor that the caller has from elsewhere", () => {
  const libc = koffi.load(null);
  const dup2 = libc.func("int dup2(int, int)");
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "sandbox-descriptors-"));
    const file = path.join(folder, "secret");
    await writeFile(file, randomUUID());
    const descriptor = openSync(file, "r");
    expect(dup2(descriptor, FOREIGN_DESCRIPTOR)).toBe(FOREIGN_DESCRIPTOR);
    closeSync(descriptor);
  });

  afterAll(async () => {
    closeSync(FOREIGN_DESCRIPTOR);
    await rm(folder, { recursive: true, force: true });
  });

  it.for(KERNEL_TIERS)("is closed in a child in tier %s", { timeout: TIMEOUT_MS }, async (tier) => {
    const sandbox = await createSandbox({
      tier,
      poolSizes: { javascript: 0, typescript: 0, python: 0 },
    });
    try {
      for (const { language, isAvailable } of sandbox.languages()) {
        if (!isAvailable) continue;
        const code = PROGRAMS[language];
        const verdict = await sandbox.run({ language, code, limits: { wallMs: 30_000 } });
        expect(verdict).toMatchObject({ error: null, stdout: "EBADF\n" });
      }
    } finally {
      await sandbox.close();
    }
  });
});
