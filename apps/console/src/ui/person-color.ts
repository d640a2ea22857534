/** Each has a contrast of 4.5 or more with white, which names and initials are written in. */
const COLORS = [
  "#c2410c",
  "#0369a1",
  "#047857",
  "#6d28d9",
  "#be123c",
  "#0e7490",
  "#a16207",
  "#1d4ed8",
  "#a21caf",
  "#4d7c0f",
] as const;

/** A person's colour, the same in every browser: of avatar and cursor. */
export function colorOf(userId: string): string {
  let hash = 0;
  for (let index = 0; index < userId.length; index += 1)
    hash = (Math.imul(hash, 31) + userId.charCodeAt(index)) >>> 0;
  return COLORS[hash % COLORS.length] ?? COLORS[0];
}

/** First letters of the first and the last word of a name, as people see letters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).slice(0, 50);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
