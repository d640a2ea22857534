/**
 * Whether an event's arguments are larger than `maxBytes`, counted as JSON text without its escapes and
 * with binary data as it is. Nothing is encoded for it, it copes with any nesting, and it stops counting
 * at the limit: an attacker's event costs no more than an honest one of the largest size.
 */
export function isLargerThan(maxBytes: number, args: readonly unknown[]): boolean {
  let bytes = 0;
  const pending: unknown[] = [args];
  while (pending.length > 0 && bytes <= maxBytes) {
    const value = pending.pop();
    if (typeof value === "string") bytes += value.length + '""'.length;
    else if (ArrayBuffer.isView(value)) bytes += value.byteLength;
    else if (Array.isArray(value)) {
      bytes += "[]".length + Math.max(0, value.length - 1);
      for (const item of value) pending.push(item);
    } else if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value);
      bytes += "{}".length + Math.max(0, entries.length - 1);
      for (const [key, item] of entries) {
        bytes += key.length + '"":'.length;
        pending.push(item);
      }
    } else if (typeof value !== "function") bytes += String(value).length;
  }
  return bytes > maxBytes;
}
