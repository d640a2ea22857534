// @ts-check
"use strict";
const fs = require("node:fs");

/**
 * Changes `fs.promises` once a program asks for it: to load it takes milliseconds that most need not
 * spend. Changes are made in the order in which they were asked for.
 * @param {(promises: typeof fs.promises) => void} change
 */
function beforeFirstUse(change) {
  const original = Object.getOwnPropertyDescriptor(fs, "promises");
  Object.defineProperty(fs, "promises", {
    ...original,
    get() {
      Object.defineProperty(fs, "promises", /** @type {PropertyDescriptor} */ (original));
      change(fs.promises);
      return fs.promises;
    },
  });
}

module.exports = { beforeFirstUse };
