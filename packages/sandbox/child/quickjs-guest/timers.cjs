// @ts-check
"use strict";
/** Timers, immediates and ticks. The harness asks what is due and sleeps in between. */

/**
 * @typedef {object} Task
 * @property {number} id
 * @property {(...values: any[]) => void} callback
 * @property {unknown[]} values
 * @property {number} dueAt in milliseconds of `now`
 * @property {number | null} interval
 * @property {boolean} isReferenced whether the program waits for it
 */

const MAX_DELAY_MS = 2 ** 31 - 1;
const SHORTEST_DELAY_MS = 1;
/** What `turn` answers when the program has nothing left to do. */
const NOTHING_LEFT = -1;

const now = performance.now.bind(performance);
/** @type {Map<number, Task>} */
const timers = new Map();
/** @type {Map<number, Task>} */
let immediates = new Map();
/** @type {Task[]} */
let dueImmediates = [];
/** @type {{ callback: (...values: any[]) => void, values: unknown[] }[]} */
let ticks = [];
let lastId = 0;

/** What timers return: usable as a number, and with the methods of Node's. */
class Timeout {
  /** @param {Task} task */
  constructor(task) {
    Object.defineProperty(this, "task", { value: task, enumerable: false });
  }

  /** @param {boolean} isReferenced */
  #set(isReferenced) {
    /** @type {any} */ (this).task.isReferenced = isReferenced;
    return this;
  }

  ref() {
    return this.#set(true);
  }

  unref() {
    return this.#set(false);
  }

  hasRef() {
    return /** @type {any} */ (this).task.isReferenced;
  }

  [Symbol.toPrimitive]() {
    return /** @type {any} */ (this).task.id;
  }
}

/**
 * @param {unknown} callback
 * @param {unknown} delayMs
 * @param {unknown[]} values
 * @param {boolean} isRepeated
 */
function schedule(callback, delayMs, values, isRepeated) {
  if (typeof callback !== "function") {
    throw new TypeError('The "callback" argument must be of type function.');
  }
  const asked = Number(delayMs);
  const delay = asked >= SHORTEST_DELAY_MS && asked <= MAX_DELAY_MS ? asked : SHORTEST_DELAY_MS;
  lastId += 1;
  const task = {
    id: lastId,
    callback: /** @type {Task["callback"]} */ (callback),
    values,
    dueAt: now() + delay,
    interval: isRepeated ? delay : null,
    isReferenced: true,
  };
  timers.set(task.id, task);
  return new Timeout(task);
}

/** @param {Task["callback"]} callback @param {number} [delayMs] @param {unknown[]} values */
function setTimeout(callback, delayMs, ...values) {
  return schedule(callback, delayMs, values, false);
}

/** @param {Task["callback"]} callback @param {number} [delayMs] @param {unknown[]} values */
function setInterval(callback, delayMs, ...values) {
  return schedule(callback, delayMs, values, true);
}

/** @param {Task["callback"]} callback @param {unknown[]} values */
function setImmediate(callback, ...values) {
  const timeout = schedule(callback, 0, values, false);
  const task = /** @type {any} */ (timeout).task;
  timers.delete(task.id);
  immediates.set(task.id, task);
  return timeout;
}

/** @param {unknown} timer what a timer function returned, or its number */
function clearTimer(timer) {
  const id = Number(timer);
  timers.delete(id);
  immediates.delete(id);
  dueImmediates = dueImmediates.filter((task) => task.id !== id);
}

/** @param {Task["callback"]} callback @param {unknown[]} values */
function nextTick(callback, ...values) {
  ticks.push({ callback, values });
}

/** Runs the ticks that were asked for. @returns how many there were */
function runTicks() {
  let count = 0;
  while (ticks.length > 0) {
    const due = ticks;
    ticks = [];
    for (const [index, { callback, values }] of due.entries()) {
      count += 1;
      try {
        callback(...values);
      } catch (error) {
        // The rest must not be lost with the one that failed.
        ticks = [...due.slice(index + 1), ...ticks];
        throw error;
      }
    }
  }
  return count;
}

function earliestTimer() {
  let earliest = null;
  for (const task of timers.values()) {
    if (earliest === null || task.dueAt < earliest.dueAt) earliest = task;
  }
  return earliest;
}

/**
 * Runs one callback that is due.
 * @returns milliseconds until there may be another, {@link NOTHING_LEFT} when there is none
 */
function turn() {
  const immediate = dueImmediates.shift();
  if (immediate !== undefined) {
    immediate.callback(...immediate.values);
    return 0;
  }
  const timer = earliestTimer();
  const waitMs = timer === null ? Infinity : timer.dueAt - now();
  if (timer !== null && waitMs <= 0) {
    if (timer.interval === null) timers.delete(timer.id);
    else timer.dueAt = now() + timer.interval;
    timer.callback(...timer.values);
    return 0;
  }
  if (immediates.size > 0) {
    dueImmediates = [...immediates.values()];
    immediates = new Map();
    return 0;
  }
  const isWaitedFor = [...timers.values()].some((task) => task.isReferenced);
  return isWaitedFor ? waitMs : NOTHING_LEFT;
}

module.exports = {
  timers: {
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
    clearImmediate: clearTimer,
  },
  nextTick,
  runTicks,
  turn,
};
