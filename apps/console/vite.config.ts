import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Below this a compressed copy saves nothing. */
const MIN_COMPRESSED_BYTES = 1024;

/** Leaves a brotli copy beside each file that is worth it: http-backend serves what is there and compresses nothing. */
function compressAssets(): Plugin {
  return {
    name: "compress-assets",
    apply: "build",
    writeBundle({ dir = "dist" }) {
      const folder = join(dir, "assets");
      for (const name of readdirSync(folder)) {
        const content = readFileSync(join(folder, name));
        if (content.length < MIN_COMPRESSED_BYTES) continue;
        const params = {
          // A twentieth larger than with 11, in a tenth of the time.
          [constants.BROTLI_PARAM_QUALITY]: 9,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }));
      }
    },
  };
}

export default defineConfig({
  // Workspace packages are bundled from their sources: each export names its source under this condition.
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  // Replaced by http-backend with a new one for each page that it sends.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    // As data: URLs fonts and scripts would be against the policy of the page.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // On a slow machine they would warn of what nobody can change.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: {
    port: 5173,
    proxy: { "/api": `http://localhost:${process.env["HTTP_PORT"] ?? 3000}` },
  },
  plugins: [compressAssets()],
});
