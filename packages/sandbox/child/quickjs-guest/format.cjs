// @ts-check
"use strict";
/** Puts values into text as `util.format` and `console.log` do. */
const { inspect } = require("./inspect.cjs");

/** @param {unknown} value */
function toText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" && value !== null) return inspect(value, { depth: 0 });
  return Object.is(value, -0) ? "-0" : String(value);
}

/** @param {unknown} value */
function toInteger(value) {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" || typeof value === "symbol") return "NaN";
  return String(parseInt(String(value), 10));
}

/** @param {unknown} value */
function toNumber(value) {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol") return "NaN";
  return String(Number(value));
}

/** @param {unknown} value */
function toJson(value) {
  try {
    return String(JSON.stringify(value));
  } catch {
    return "[Circular]";
  }
}

/** @type {Record<string, (value: unknown) => string>} */
const PLACEHOLDERS = {
  s: toText,
  d: toNumber,
  i: toInteger,
  f: (value) => String(typeof value === "symbol" ? NaN : parseFloat(String(value))),
  j: toJson,
  o: (value) => inspect(value, { depth: 4 }),
  O: (value) => inspect(value),
  c: () => "",
};

/** @param {unknown[]} values */
function format(...values) {
  let used = 0;
  const [first] = values;
  const texts = [];
  if (typeof first === "string") {
    used = 1;
    const hasValues = values.length > 1;
    texts.push(
      hasValues
        ? first.replace(/%[sdifjoOc%]/g, (match) => {
            if (match === "%%") return "%";
            const show = PLACEHOLDERS[match.slice(1)];
            if (show === undefined || used >= values.length) return match;
            used += 1;
            return show(values[used - 1]);
          })
        : first,
    );
  }
  for (const value of values.slice(used)) {
    texts.push(typeof value === "string" ? value : inspect(value));
  }
  return texts.join(" ");
}

module.exports = { format };
