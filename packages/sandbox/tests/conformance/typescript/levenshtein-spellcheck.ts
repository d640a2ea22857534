const dictionary = ["apple", "apply", "maple", "ample", "people", "staple"] as const;
type Word = (typeof dictionary)[number];

const memo = new Map<string, number>();
function distance(a: string, b: string): number {
  const key = `${a}|${b}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  const result =
    a === "" || b === ""
      ? Math.max(a.length, b.length)
      : a.at(-1) === b.at(-1)
        ? distance(a.slice(0, -1), b.slice(0, -1))
        : 1 +
          Math.min(
            distance(a.slice(0, -1), b),
            distance(a, b.slice(0, -1)),
            distance(a.slice(0, -1), b.slice(0, -1)),
          );
  memo.set(key, result);
  return result;
}

function suggest(word: string, limit = 3): Word[] {
  return dictionary
    .map((candidate): [Word, number] => [candidate, distance(word, candidate)])
    .filter(([, edits]) => edits <= 2)
    .sort(([a, x], [b, y]) => x - y || a.localeCompare(b))
    .slice(0, limit)
    .map(([candidate]) => candidate);
}
for (const word of ["appel", "aple", "pepole", "xyz", "maple"])
  console.log(word.padEnd(7), suggest(word).join(", ") || "(none)");

const soundex = (name: string): string => {
  const codes: Readonly<Record<string, string>> = {
    bfpv: "1",
    cgjkqsxz: "2",
    dt: "3",
    l: "4",
    mn: "5",
    r: "6",
  };
  const code = (letter: string): string =>
    Object.entries(codes).find(([letters]) => letters.includes(letter))?.[1] ?? "";
  const [first = "", ...rest] = name.toLowerCase().replace(/[^a-z]/g, "");
  let previous = code(first);
  let result = first.toUpperCase();
  for (const letter of rest) {
    const digit = code(letter);
    if (digit !== "" && digit !== previous) result += digit;
    if (!"hw".includes(letter)) previous = digit;
  }
  return result.padEnd(4, "0").slice(0, 4);
};
console.log(["Robert", "Rupert", "Ashcraft", "Tymczak", "Pfister", "Honeyman"].map(soundex));
