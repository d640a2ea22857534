// @ts-check
"use strict";
/** `node:assert`: the part of it that programs use. */
const { isDeepEqual } = require("./deep-equal.cjs");
const { inspect } = require("./inspect.cjs");

class AssertionError extends Error {
  /** @param {{ message: string, actual?: unknown, expected?: unknown, operator?: string }} details */
  constructor({ message, actual, expected, operator }) {
    super(message);
    this.code = "ERR_ASSERTION";
    for (const [name, value] of Object.entries({ actual, expected, operator })) {
      Object.defineProperty(this, name, { value, enumerable: false });
    }
  }
}

// Known before the constructor has run, which is when the stack is written.
AssertionError.prototype.name = "AssertionError";

/**
 * @param {string} operator
 * @param {string} relation what was expected, for the message
 * @param {(actual: any, expected: any) => boolean} holds
 */
function comparison(operator, relation, holds) {
  return (
    /** @type {unknown} */ actual,
    /** @type {unknown} */ expected,
    /** @type {unknown} */ message,
  ) => {
    if (holds(actual, expected)) return;
    if (message instanceof Error) throw message;
    const text = `${inspect(actual)} ${relation} ${inspect(expected)}`;
    throw new AssertionError({ message: String(message ?? text), actual, expected, operator });
  };
}

/** @param {unknown} value @param {unknown} [message] */
function ok(value, message) {
  if (value) return;
  if (message instanceof Error) throw message;
  const text = `The expression evaluated to a falsy value: ${inspect(value)}`;
  throw new AssertionError({
    message: String(message ?? text),
    actual: value,
    expected: true,
    operator: "==",
  });
}

/** @param {unknown} error @param {any} expected */
function isExpected(error, expected) {
  if (expected === undefined) return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected !== "function") {
    return Object.keys(expected).every((key) => {
      const actual = /** @type {any} */ (error)[key];
      return expected[key] instanceof RegExp
        ? expected[key].test(actual)
        : isDeepEqual(actual, expected[key], true);
    });
  }
  const isClass = expected.prototype !== undefined && error instanceof expected;
  return (
    isClass ||
    (!(expected.prototype instanceof Error) && expected !== Error && expected(error) === true)
  );
}

/** @param {unknown} error @param {unknown} expected @param {unknown} message */
function checkThrown(error, expected, message) {
  if (typeof expected === "string" || isExpected(error, expected)) return;
  if (typeof message === "string") throw new AssertionError({ message, actual: error, expected });
  throw error;
}

/** @param {() => unknown} action @param {unknown} [expected] @param {unknown} [message] */
function throws(action, expected, message) {
  try {
    action();
  } catch (error) {
    checkThrown(error, expected, message);
    return;
  }
  throw new AssertionError({ message: "Missing expected exception.", operator: "throws" });
}

/** @param {any} action @param {unknown} [expected] @param {unknown} [message] */
async function rejects(action, expected, message) {
  try {
    await (typeof action === "function" ? action() : action);
  } catch (error) {
    checkThrown(error, expected, message);
    return;
  }
  throw new AssertionError({ message: "Missing expected rejection.", operator: "rejects" });
}

const loose = (/** @type {any} */ left, /** @type {any} */ right) =>
  isDeepEqual(left, right, false);
const strict = (/** @type {any} */ left, /** @type {any} */ right) =>
  isDeepEqual(left, right, true);
const same = {
  strictEqual: comparison("strictEqual", "!==", Object.is),
  notStrictEqual: comparison("notStrictEqual", "===", (left, right) => !Object.is(left, right)),
  deepStrictEqual: comparison("deepStrictEqual", "is not deeply equal to", strict),
  notDeepStrictEqual: comparison(
    "notDeepStrictEqual",
    "is deeply equal to",
    (left, right) => !strict(left, right),
  ),
};
const shared = {
  ok,
  throws,
  rejects,
  AssertionError,
  ...same,
  fail: (/** @type {unknown} */ message = "Failed") => {
    throw message instanceof Error
      ? message
      : new AssertionError({ message: String(message), operator: "fail" });
  },
  match: comparison("match", "does not match", (text, pattern) => pattern.test(text)),
};

const assert = Object.assign(
  (/** @type {unknown} */ value, /** @type {unknown} */ message) => ok(value, message),
  {
    ...shared,
    // oxlint-disable-next-line eqeqeq -- this is what loose equality means
    equal: comparison("==", "!=", (left, right) => left == right),
    // oxlint-disable-next-line eqeqeq -- this is what loose equality means
    notEqual: comparison("!=", "==", (left, right) => left != right),
    deepEqual: comparison("deepEqual", "is not loosely deep-equal to", loose),
    strict: Object.assign(
      (/** @type {unknown} */ value, /** @type {unknown} */ message) => ok(value, message),
      {
        ...shared,
        equal: same.strictEqual,
        notEqual: same.notStrictEqual,
        deepEqual: same.deepStrictEqual,
        notDeepEqual: same.notDeepStrictEqual,
      },
    ),
  },
);

module.exports = assert;
