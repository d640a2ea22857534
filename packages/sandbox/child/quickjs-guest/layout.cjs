// @ts-check
"use strict";
/** How the parts of a printed value are put on lines, by the rules of Node's `util.inspect`. */

const LINE_WIDTH = 80;
/** At most this many levels of values stand on one line. */
const COMPACT_LEVELS = 3;
/** Longer lists are set in columns. */
const SHORT_LIST = 6;
const MAX_COLUMNS = 12;
const SEPARATOR = ", ";
const CHARACTER_HEIGHT = 2.5;
/** What a value's brackets and its place in another one take. */
const MARGIN = 10;

/**
 * @typedef {object} Parts
 * @property {string} prefix what stands before the bracket, such as `Map(1)`
 * @property {readonly [string, string]} brackets
 * @property {string[]} entries
 * @property {number} listLength how many of the first entries are elements of a list
 * @property {boolean} isNumeric whether these are all numbers
 * @property {number} indentation
 * @property {number} levels of values below this one, in the last of its entries that has any
 */

/** @param {Parts} parts @returns {string[]} rows; the entries themselves when columns do not help */
function setInColumns({ entries, listLength, isNumeric, indentation }) {
  const widths = entries.slice(0, listLength).map((entry) => entry.length + SEPARATOR.length);
  const widest = Math.max(...widths);
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (widest * 3 + indentation >= LINE_WIDTH) return entries;
  if (total / widest <= 5 && widest > SHORT_LIST + SEPARATOR.length) return entries;
  const bias = Math.sqrt(widest - total / entries.length);
  const biased = Math.max(widest - 3 - bias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(CHARACTER_HEIGHT * biased * listLength) / biased),
    Math.floor((LINE_WIDTH - indentation) / widest),
    MAX_COLUMNS,
  );
  if (columns <= 1) return entries;
  const columnWidths = Array.from({ length: columns }, (_value, column) =>
    Math.max(...widths.filter((_width, index) => index % columns === column)),
  );
  const rows = [];
  for (let start = 0; start < listLength; start += columns) {
    const row = entries.slice(start, Math.min(start + columns, listLength));
    const cells = row.map((entry, column) => {
      const width = columnWidths[column] ?? 0;
      const isLast = column === row.length - 1;
      if (isNumeric) {
        return isLast
          ? entry.padStart(width - SEPARATOR.length)
          : (entry + SEPARATOR).padStart(width);
      }
      return isLast ? entry : (entry + SEPARATOR).padEnd(width);
    });
    rows.push(cells.join(""));
  }
  return [...rows, ...entries.slice(listLength)];
}

/** @param {Parts} parts */
function layOut(parts) {
  const { brackets, entries, listLength, indentation, levels } = parts;
  const prefix = parts.prefix === "" ? "" : `${parts.prefix} `;
  const [open, close] = brackets;
  const isLongList = listLength > 0 && entries.length > SHORT_LIST;
  const rows = isLongList ? setInColumns(parts) : entries;
  if (rows === entries && levels < COMPACT_LEVELS) {
    const around = 2 * rows.length + indentation + open.length + parts.prefix.length + MARGIN;
    const width = rows.reduce((sum, row) => sum + row.length, around);
    const line = rows.join(SEPARATOR);
    if (width <= LINE_WIDTH && !line.includes("\n")) return `${prefix}${open} ${line} ${close}`;
  }
  const margin = `\n${" ".repeat(indentation)}`;
  return `${prefix}${open}${margin}  ${rows.join(`,${margin}  `)}${margin}${close}`;
}

module.exports = { layOut };
