import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT_DIR = fileURLToPath(new URL("../../..", import.meta.url));

/** A folder outside the workspace, in which the packed client is installed and nothing else of the workspace. */
export interface PackedClient {
  folder: string;
  /** Every file of the package, by its path in it. */
  files: string[];
  readFile(path: string): string;
  /** Writes a module and compiles it. @throws with what TypeScript says */
  compile(name: string, source: string): Promise<void>;
  /** Runs what has been compiled. @returns what it has printed */
  run(name: string): Promise<string>;
  remove(): void;
}

/** Packs the client as `pnpm pack` does, and installs it as npm does, but for the network. */
export async function installPackedClient(): Promise<PackedClient> {
  const folder = mkdtempSync(join(tmpdir(), "workspace-client-"));
  const { stdout } = await run(
    process.execPath,
    [
      "scripts/pnpm.mjs",
      "--filter",
      "@workspace/client",
      "pack",
      "--json",
      "--pack-destination",
      folder,
    ],
    { cwd: ROOT_DIR },
  );
  const { filename } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as { filename: string };
  const installed = join(folder, "node_modules/@workspace/client");
  mkdirSync(installed, { recursive: true });
  await run("tar", ["xzf", filename, "-C", installed, "--strip-components=1"]);
  const { stdout: list } = await run("tar", ["tzf", filename]);
  // Its one dependency, with all that this one depends on.
  const require = createRequire(join(ROOT_DIR, "packages/client/package.json"));
  const sockets = dirname(require.resolve("socket.io-client/package.json"));
  symlinkSync(sockets, join(folder, "node_modules/socket.io-client"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));

  return {
    folder,
    files: list
      .trim()
      .split("\n")
      .map((path) => path.replace(/^package\//, "")),
    readFile: (path) => readFileSync(join(installed, path), "utf8"),
    async compile(name, source) {
      writeFileSync(join(folder, `${name}.ts`), source);
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        module: "nodenext",
        target: "es2023",
        lib: ["es2023", "dom"],
        types: [],
      };
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions, files: [`${name}.ts`] }),
      );
      const tsc = join(ROOT_DIR, "node_modules/typescript/bin/tsc");
      await run(process.execPath, [tsc, "-p", folder]).catch((error: { stdout: string }) => {
        throw new Error(error.stdout);
      });
    },
    run: async (name) =>
      (await run(process.execPath, [join(folder, `${name}.js`)], { cwd: folder })).stdout,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
