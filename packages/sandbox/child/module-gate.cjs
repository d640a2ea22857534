// @ts-check
"use strict";
const vm = require("node:vm");

/**
 * A module that exports what one file does and then notes that it was run. Evaluating it runs both
 * at once, unless something on the way waits: which is how that is found out.
 *
 * @typedef {{ module: vm.SourceTextModule, isPassed: boolean }} Gate
 *
 * @param {import('./es-modules.cjs').ModuleFile} file
 * @returns {Promise<Gate>}
 */
async function openGate(file) {
  // As in Node, so that what compilers make of `import x from` finds the default export.
  const ownExports =
    "default" in file.module.namespace
      ? "export { default } from 'file'; export const __esModule = true;"
      : "";
  const gate = {
    isPassed: false,
    module: new vm.SourceTextModule(`export * from 'file'; ${ownExports} import.meta.pass();`, {
      initializeImportMeta: (meta) => {
        Object.assign(meta, {
          pass() {
            gate.isPassed = true;
          },
        });
      },
    }),
  };
  await gate.module.link(() => file.module);
  return gate;
}

module.exports = { openGate };
