// Makes of what `tsc` has built a package that stands for itself, in dist/package: the modules of this client, those of
// @workspace/common that they run with, and the contracts as plain types, without zod.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { flattenContracts } from "./flatten-contracts.mjs";

const inClient = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const commonDist = inClient("../common/dist");
const target = inClient("dist/package");
const CONTRACTS = "contracts";

/** What is imported of @workspace/common: its contracts, and the modules that are run. */
const contracts = new Set();
const modules = new Set();

/** Copies a module, its imports of @workspace/common turned into paths within the package. */
function copyModule(fromDir, name) {
  for (const ending of [".js", ".d.ts"]) {
    const to = join(target, name + ending);
    const importPath = (imported) => {
      const path = relative(dirname(to), join(target, imported));
      return `"${path.startsWith(".") ? path : `./${path}`}.js"`;
    };
    const text = readFileSync(join(fromDir, name + ending), "utf8")
      .replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n")
      .replace(/"(?:@workspace\/common|\.)\/contracts\/([^".]+)(?:\.js)?"/g, (_match, contract) => {
        contracts.add(contract);
        return importPath(CONTRACTS);
      })
      .replace(/"@workspace\/common\/([^"]+)"/g, (_match, imported) => {
        modules.add(imported);
        return importPath(imported);
      });
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
}

rmSync(target, { recursive: true, force: true });
// By the sources: dist may have what they have no longer.
const sources = readdirSync(inClient("src"), { recursive: true, encoding: "utf8" });
for (const name of sources)
  if (name.endsWith(".ts") && !name.endsWith(".test.ts"))
    copyModule(inClient("dist"), name.slice(0, -".ts".length));
for (const name of modules) copyModule(commonDist, name);
writeFileSync(
  join(target, `${CONTRACTS}.d.ts`),
  flattenContracts([...contracts].map((name) => join(commonDist, "contracts", `${name}.d.ts`))),
);
