const composed = "Å";
const decomposed = "A\u030a";
console.log(
  composed === decomposed,
  composed.normalize("NFD") === decomposed,
  decomposed.normalize().length,
);
console.log(
  "ﬁ①²".normalize("NFKC"),
  "Ǆ".toLowerCase(),
  "ŒUVRE".toLowerCase(),
  "straße".toUpperCase(),
);

const slug = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
console.log(slug("  Crème Brûlée à l'Été – Voilà! "));

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const reverse = (text) =>
  [...graphemes.segment(text)]
    .map(({ segment }) => segment)
    .reverse()
    .join("");
for (const text of ["noël", "👨‍👩‍👧‍👦 family", "🇳🇱🇯🇵", "e\u0301a"]) {
  console.log(text.length, [...text].length, [...graphemes.segment(text)].length, reverse(text));
}
const words = new Intl.Segmenter("en", { granularity: "word" });
console.log(
  [...words.segment("Don't panic, it's 3.14!")].filter((s) => s.isWordLike).map((s) => s.segment),
);
const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
console.log([...sentences.segment("One. Two? Three!")].length);
console.log(
  [...new Intl.Segmenter("ja", { granularity: "word" }).segment("日本語です")].map(
    (s) => s.segment,
  ),
);

console.log(
  "日本語 text ١٢٣".match(/\p{Script=Han}+|\p{Nd}+/gu),
  /^\p{Emoji_Presentation}$/u.test("🎉"),
  "a😀b".match(/./gu).length,
);
console.log(
  "😀".codePointAt(),
  "😀".charCodeAt(0),
  String.fromCodePoint(0x1f600, 65),
  "\u{1F600}" === "😀",
);
console.log(
  "x".padStart(3, "ab"),
  "abc".at(-1),
  " \u00a0trim\ufeff ".trim(),
  "ab".localeCompare("AB"),
  "İ".toLowerCase().length,
);
console.log(
  [..."z\u0323\u0307"].length,
  "\u1e9b\u0323".normalize("NFC").length,
  "\u1e9b\u0323".normalize("NFKD").length,
);
