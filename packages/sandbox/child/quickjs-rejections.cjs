// @ts-check
"use strict";
/** @typedef {import('quickjs-wasi').JSValueHandle} Handle */

/** Promises that were rejected and that nobody listens to yet. */
class Rejections {
  /** By the promise's identity. @type {Map<number, { promise: Handle, reason: Handle }>} */
  #pending = new Map();

  /**
   * To be told by the interpreter.
   * @param {Handle} promise
   * @param {Handle} reason
   * @param {boolean} isHandled whether somebody listens now
   */
  note(promise, reason, isHandled) {
    const { identity } = promise;
    const known = this.#pending.get(identity);
    known?.promise.dispose();
    known?.reason.dispose();
    this.#pending.delete(identity);
    // Kept alive, so that no other promise gets its identity.
    if (!isHandled) {
      this.#pending.set(identity, { promise: promise.dup(), reason: reason.dup() });
    }
  }

  /** The oldest, which then counts as seen. */
  take() {
    const [oldest] = this.#pending;
    if (oldest === undefined) return null;
    const [identity, rejection] = oldest;
    this.#pending.delete(identity);
    return rejection;
  }
}

module.exports = { Rejections };
