// @ts-check
"use strict";

/** @param {any} left @param {any} right @param {boolean} isStrict */
function isSamePrimitive(left, right, isStrict) {
  // oxlint-disable-next-line eqeqeq -- this is what loose equality means
  return isStrict ? Object.is(left, right) : left == right || (left !== left && right !== right);
}

/** @param {unknown} value */
function isObject(value) {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** @param {Iterable<unknown>} left @param {Iterable<unknown>} right @param {(one: unknown, other: unknown) => boolean} equal */
function haveSameMembers(left, right, equal) {
  const others = [...right];
  for (const member of left) {
    const index = others.findIndex((other) => equal(member, other));
    if (index < 0) return false;
    others.splice(index, 1);
  }
  return others.length === 0;
}

/** @param {unknown} value */
function isCollection(value) {
  return value instanceof Map || value instanceof Set;
}

/** What of a value is no property of its own. @param {unknown} value @returns {unknown} */
function essenceOf(value) {
  if (value instanceof Date) return value.getTime();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return /** @type {any} */ (value).length;
  return isCollection(value) ? /** @type {any} */ (value).size : undefined;
}

/**
 * Whether two values are alike in all they hold.
 * @param {any} left
 * @param {any} right
 * @param {boolean} isStrict whether types and prototypes must be the same
 * @param {[object, object][]} path pairs that contain these two
 * @returns {boolean}
 */
function isDeepEqual(left, right, isStrict, path = []) {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right)) return isSamePrimitive(left, right, isStrict);
  if ([left, right].some((value) => typeof value === "function")) return false;
  if (isStrict && Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (!Object.is(essenceOf(left), essenceOf(right))) return false;
  if (path.some(([one, other]) => one === left && other === right)) return true;
  const inside = /** @type {[object, object][]} */ ([...path, [left, right]]);
  const equal = (/** @type {unknown} */ one, /** @type {unknown} */ other) =>
    isDeepEqual(one, other, isStrict, inside);
  if (
    isCollection(left) &&
    !haveSameMembers(/** @type {any} */ (left), /** @type {any} */ (right), equal)
  )
    return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && equal(Reflect.get(left, key), Reflect.get(right, key)),
    )
  );
}

module.exports = { isDeepEqual };
