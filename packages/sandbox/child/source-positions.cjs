// @ts-check
"use strict";
/** Reads the `mappings` of a source map of one source (https://tc39.es/ecma426/). */

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const CONTINUATION = 32;
const VALUE_MASK = 31;
const BITS_PER_DIGIT = 5;

/** @param {string} text one segment @returns {number[]} */
function decodeSegment(text) {
  const values = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = BASE64.indexOf(character);
    value += (digit & VALUE_MASK) << shift;
    if ((digit & CONTINUATION) !== 0) {
      shift += BITS_PER_DIGIT;
      continue;
    }
    values.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return values;
}

/**
 * @param {string} mappings
 * @returns {import('./error-text.cjs').PositionMap}
 */
function readPositions(mappings) {
  /** @type {{ column: number, sourceLine: number, sourceColumn: number }[][]} */
  let lines = [];
  const decode = () => {
    let sourceLine = 0;
    let sourceColumn = 0;
    return mappings.split(";").map((line) => {
      let column = 0;
      return line
        .split(",")
        .filter((segment) => segment !== "")
        .map((segment) => {
          const [columnDelta = 0, , lineDelta = 0, sourceColumnDelta = 0] = decodeSegment(segment);
          column += columnDelta;
          sourceLine += lineDelta;
          sourceColumn += sourceColumnDelta;
          return { column, sourceLine, sourceColumn };
        });
    });
  };
  return (line, column) => {
    // Decoded at the first error, not for programs that have none.
    if (lines.length === 0) lines = decode();
    const segment = lines[line - 1]?.findLast((candidate) => candidate.column <= column - 1);
    if (segment === undefined) return { line, column };
    return {
      line: segment.sourceLine + 1,
      column: segment.sourceColumn + 1 + (column - 1 - segment.column),
    };
  };
}

module.exports = { readPositions };
