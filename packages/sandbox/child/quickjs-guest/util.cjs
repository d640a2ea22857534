// @ts-check
"use strict";
/** `node:util`: the part of it that programs use. */
const { isDeepEqual } = require("./deep-equal.cjs");
const { format } = require("./format.cjs");
const { inspect } = require("./inspect.cjs");

/** @param {(...values: any[]) => void} original whose last argument is a callback */
function promisify(original) {
  const custom = /** @type {any} */ (original)[promisify.custom];
  if (typeof custom === "function") return custom;
  return /** @this {unknown} */ function promisified(/** @type {any[]} */ ...values) {
    return new Promise((resolve, reject) => {
      const settle = (/** @type {unknown} */ error, /** @type {unknown} */ value) =>
        error === null || error === undefined ? resolve(value) : reject(error);
      original.call(this, ...values, settle);
    });
  };
}
promisify.custom = Symbol.for("nodejs.util.promisify.custom");

/** @param {Function} constructor @param {Function} parent */
function inherits(constructor, parent) {
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

/** @template {Function} Deprecated @param {Deprecated} deprecated */
function deprecate(deprecated) {
  return deprecated;
}

const types = {
  isDate: (/** @type {unknown} */ value) => value instanceof Date,
  isRegExp: (/** @type {unknown} */ value) => value instanceof RegExp,
  isPromise: (/** @type {unknown} */ value) => value instanceof Promise,
  isMap: (/** @type {unknown} */ value) => value instanceof Map,
  isSet: (/** @type {unknown} */ value) => value instanceof Set,
  isNativeError: (/** @type {unknown} */ value) => value instanceof Error,
  isTypedArray: (/** @type {unknown} */ value) =>
    ArrayBuffer.isView(value) && !(value instanceof DataView),
};

module.exports = {
  format,
  inspect,
  promisify,
  inherits,
  deprecate,
  types,
  isDeepStrictEqual: (/** @type {unknown} */ left, /** @type {unknown} */ right) =>
    isDeepEqual(left, right, true),
  TextEncoder,
  TextDecoder,
};
