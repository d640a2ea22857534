/**
 * Rows under their heads, in columns as wide as what is in them. Users have written some of that: no control character
 * of theirs may reach the terminal.
 */
export function renderTable(heads: readonly string[], rows: readonly string[][]): string {
  const all = [[...heads], ...rows.map((row) => row.map(toPlain))];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A text in one line, without what a terminal would obey. */
export const toPlain = (text: string): string => text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
