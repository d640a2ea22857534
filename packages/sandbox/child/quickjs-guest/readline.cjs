// @ts-check
"use strict";
/** `node:readline`: lines of standard input. */
const { EventEmitter } = require("./events.cjs");
const { nextTick } = require("./timers.cjs");

/** @typedef {{ setEncoding(): unknown, on(name: string, listener: (...values: any[]) => void): unknown, pause(): unknown, resume(): unknown }} Input */

class Interface extends EventEmitter {
  /** @type {{ write(text: string): unknown } | undefined} */
  #output;
  /** @type {Input} */
  #input;
  #partial = "";
  /** Lines that came before anybody asked for them. @type {string[]} */
  #waiting = [];
  /** @type {((line: string | null) => void)[]} */
  #readers = [];
  #isClosed = false;
  #isStarted = false;
  #prompt = "> ";

  /** @param {{ input: Input, output?: { write(text: string): unknown } }} options */
  constructor({ input, output }) {
    super();
    this.#input = input;
    this.#output = output;
    nextTick(() => this.#start());
  }

  #start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#input.setEncoding();
    this.#input.on("data", (chunk) => this.#receive(String(chunk)));
    this.#input.on("end", () => {
      if (this.#partial !== "") this.#deliver(this.#partial);
      this.#partial = "";
      this.close();
    });
  }

  /** @param {string} text */
  #receive(text) {
    const lines = (this.#partial + text).split(/\r?\n/);
    this.#partial = lines.pop() ?? "";
    for (const line of lines) this.#deliver(line);
  }

  /** @param {string} line */
  #deliver(line) {
    const reader = this.#readers.shift();
    if (reader !== undefined) reader(line);
    else if (!this.emit("line", line)) this.#waiting.push(line);
  }

  /** @returns {Promise<string | null>} */
  #next() {
    const line = this.#waiting.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#isClosed) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#readers.push(resolve);
    });
  }

  /** @param {string} text @param {any} callbackOrOptions @param {(answer: string) => void} [callback] */
  question(text, callbackOrOptions, callback) {
    const whenAnswered = typeof callbackOrOptions === "function" ? callbackOrOptions : callback;
    this.#output?.write(text);
    void this.#next().then((line) => {
      if (line !== null) whenAnswered?.(line);
    });
  }

  /** @param {string} text */
  setPrompt(text) {
    this.#prompt = text;
  }

  prompt() {
    this.#output?.write(this.#prompt);
  }

  pause() {
    this.#input.pause();
    return this;
  }

  resume() {
    this.#input.resume();
    return this;
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#input.pause();
    for (const reader of this.#readers.splice(0)) reader(null);
    this.emit("close");
  }

  async *[Symbol.asyncIterator]() {
    for (let line = await this.#next(); line !== null; line = await this.#next()) yield line;
  }
}

/** @param {any} options @param {any} [output] */
function createInterface(options, output) {
  return new Interface(options.input === undefined ? { input: options, output } : options);
}

/** The same with promises, as `node:readline/promises`. @param {any} options @param {any} [output] */
function createPromiseInterface(options, output) {
  const lines = createInterface(options, output);
  const question = lines.question.bind(lines);
  return Object.assign(lines, {
    question: (/** @type {string} */ text) =>
      new Promise((resolve) => {
        question(text, resolve);
      }),
  });
}

module.exports = {
  Interface,
  createInterface,
  promises: { Interface, createInterface: createPromiseInterface },
};
