// What the client adds to a page: each use bundled and minified as an application's own bundler does it, then gzip.
// Fails where a use is larger than its budget.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const SOCKETS = "socket.io-client";
const USES = [
  { use: "REST alone", imported: "rest", name: "createRest", budgetBytes: 4500 },
  { use: "all", imported: "workspace", name: "createWorkspace", budgetBytes: 9000 },
  {
    use: `all, with ${SOCKETS}`,
    imported: "workspace",
    name: "createWorkspace",
    withSockets: true,
    budgetBytes: 22_000,
  },
];

/** Bytes of a bundle that uses one function of the package. */
async function measure({ imported, name, withSockets = false }) {
  const entry = "entry";
  const bundle = await rolldown({
    input: entry,
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    platform: "browser",
    external: withSockets ? [] : [SOCKETS],
    // The sources: what is measured is what stands there, whether it has been built or not.
    resolve: { conditionNames: ["source", "browser", "import", "default"] },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { ${name} } from "./src/${imported}.ts";` : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const code = output.map((chunk) => chunk.code ?? "").join("");
  return { bytes: Buffer.byteLength(code), gzipBytes: gzipSync(code, { level: 9 }).length };
}

const inKilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

for (const row of USES) {
  const { bytes, gzipBytes } = await measure(row);
  const verdict = gzipBytes > row.budgetBytes ? "TOO LARGE" : "";
  console.log(
    `${row.use.padEnd(26)} ${inKilobytes(bytes).padStart(8)} minified ${inKilobytes(gzipBytes).padStart(8)} gzip, of ${inKilobytes(row.budgetBytes)} ${verdict}`.trimEnd(),
  );
  if (verdict !== "") process.exitCode = 1;
}
