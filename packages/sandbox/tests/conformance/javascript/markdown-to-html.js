const input = require("fs").readFileSync(0).toString();

const inline = (text) =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/(?<!\w)_(.+?)_(?!\w)/g, "<em>$1</em>")
    .replace(
      /\[([^\]]+)\]\(([^)\s]+)\)/g,
      (_, label, href) => `<a href="${new URL(href, "https://example.org/docs/")}">${label}</a>`,
    );

const rules = [
  [
    /^(#{1,6})\s+(.*)$/,
    ([, marks, text]) => `<h${marks.length}>${inline(text)}</h${marks.length}>`,
  ],
  [/^(?:[-*]\s+.*\n?)+$/, ([block]) => list("ul", block, /^[-*]\s+/)],
  [/^(?:\d+\.\s+.*\n?)+$/, ([block]) => list("ol", block, /^\d+\.\s+/)],
  [
    /^```(\w*)\n([\s\S]*?)\n```$/,
    ([, lang, code]) => `<pre class="${lang || "text"}">${code.replace(/</g, "&lt;")}</pre>`,
  ],
  [/^>\s?/, ({ input }) => `<blockquote>${inline(input.replace(/^>\s?/gm, ""))}</blockquote>`],
  [/^-{3,}$/, () => "<hr>"],
  [/[\s\S]*/, ([block]) => `<p>${inline(block).replace(/ {2}\n/g, "<br>\n")}</p>`],
];
const list = (tag, block, marker) =>
  `<${tag}>\n${block
    .trim()
    .split("\n")
    .map((line) => `  <li>${inline(line.replace(marker, ""))}</li>`)
    .join("\n")}\n</${tag}>`;

const blocks = input.trim().split(/\n{2,}(?![^`]*```(?:\n|$))/);
for (const block of blocks) {
  for (const [pattern, render] of rules) {
    const match = pattern.exec(block);
    if (match) {
      console.log(render(match));
      break;
    }
  }
}
