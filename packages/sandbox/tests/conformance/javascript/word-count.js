// Counts words of standard input, most frequent first.
let text = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => (text += chunk));
process.stdin.once("end", () => {
  const counts = new Map();
  for (const word of text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const sorted = [...counts].sort(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  );
  for (const [word, count] of sorted.slice(0, 8))
    console.log(`${String(count).padStart(3)} ${word}`);
  console.log(`${text.split("\n").length - 1} lines, ${counts.size} different words`);
});
