// @ts-check
"use strict";
/** `node:events`: the part of it that programs use. */

/** @typedef {(...values: any[]) => unknown} Listener */

class EventEmitter {
  /** @type {Map<PropertyKey, { listener: Listener, isOnce: boolean }[]>} */
  #listeners = new Map();

  /** @param {PropertyKey} name @param {Listener} listener @param {boolean} isOnce @param {boolean} isFirst */
  #add(name, listener, isOnce, isFirst) {
    if (typeof listener !== "function") {
      throw new TypeError('The "listener" argument must be of type function.');
    }
    const present = this.#listeners.get(name) ?? [];
    const added = { listener, isOnce };
    this.#listeners.set(name, isFirst ? [added, ...present] : [...present, added]);
    return this;
  }

  /** @param {PropertyKey} name @param {Listener} listener */
  on(name, listener) {
    return this.#add(name, listener, false, false);
  }

  /** @param {PropertyKey} name @param {Listener} listener */
  addListener(name, listener) {
    return this.on(name, listener);
  }

  /** @param {PropertyKey} name @param {Listener} listener */
  once(name, listener) {
    return this.#add(name, listener, true, false);
  }

  /** @param {PropertyKey} name @param {Listener} listener */
  prependListener(name, listener) {
    return this.#add(name, listener, false, true);
  }

  /** @param {PropertyKey} name @param {Listener} listener */
  off(name, listener) {
    const present = this.#listeners.get(name) ?? [];
    const index = present.findLastIndex((added) => added.listener === listener);
    if (index >= 0) this.#listeners.set(name, present.toSpliced(index, 1));
    return this;
  }

  /** @param {PropertyKey} name @param {Listener} listener */
  removeListener(name, listener) {
    return this.off(name, listener);
  }

  /** @param {PropertyKey} [name] */
  removeAllListeners(name) {
    if (name === undefined) this.#listeners.clear();
    else this.#listeners.delete(name);
    return this;
  }

  setMaxListeners() {
    return this;
  }

  /** @param {PropertyKey} name @returns {Listener[]} */
  listeners(name) {
    return (this.#listeners.get(name) ?? []).map((added) => added.listener);
  }

  /** @param {PropertyKey} name */
  listenerCount(name) {
    return this.#listeners.get(name)?.length ?? 0;
  }

  eventNames() {
    return [...this.#listeners.keys()].filter((name) => this.listenerCount(name) > 0);
  }

  /** @param {PropertyKey} name @param {unknown[]} values */
  emit(name, ...values) {
    const present = this.#listeners.get(name) ?? [];
    if (present.length === 0 && name === "error") {
      const [error] = values;
      throw error instanceof Error ? error : new Error(`Unhandled error. (${String(error)})`);
    }
    for (const { listener, isOnce } of present) {
      if (isOnce) this.off(name, listener);
      listener.apply(this, values);
    }
    return present.length > 0;
  }
}

/** @param {EventEmitter} emitter @param {PropertyKey} name @returns {Promise<unknown[]>} */
function once(emitter, name) {
  return new Promise((resolve, reject) => {
    emitter.once(name, (...values) => resolve(values));
    if (name !== "error") emitter.once("error", reject);
  });
}

module.exports = Object.assign(EventEmitter, { EventEmitter, once, defaultMaxListeners: 10 });
