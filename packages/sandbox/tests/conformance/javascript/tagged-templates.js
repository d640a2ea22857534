const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
function html(strings, ...values) {
  return strings.reduce((text, part, index) => {
    const value = values[index - 1];
    const safe = Array.isArray(value)
      ? value.join("")
      : String(value).replace(/[&<>"]/g, (c) => escapes[c]);
    return text + safe + part;
  });
}
const name = `<script>alert("hi")</script>`;
const items = ["one", "two & three"];
console.log(
  html`<h1>${name}</h1>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>`,
);

const dedent = ({ raw }, ...values) => {
  const text = String.raw({ raw }, ...values);
  const lines = text
    .split("\n")
    .filter((line, index, all) => line.trim() || (index && index < all.length - 1));
  const margin = Math.min(...lines.filter(Boolean).map((line) => line.match(/^ */)[0].length));
  return lines.map((line) => line.slice(margin)).join("\n");
};
console.log(dedent`
    SELECT *
      FROM users
     WHERE id = ${40 + 2}
`);
console.log(String.raw`C:\new\table\u0041 ${1 + 1}\n`.length, `a\tb\u{1F600}\x41`);

const same = (strings) => strings;
const once = () => same`cached ${0}`;
console.log(once() === once(), Object.isFrozen(once()), once().raw);
const sql = (strings, ...params) => ({
  text: strings.reduce((a, s, i) => `${a}$${i}${s}`),
  params,
});
console.log(sql`INSERT INTO t VALUES (${1}, ${"it's"}, ${null})`);
console.log(same`\unicode and ${1}`[0], `${[1, [2, 3]]} ${{}} ${null} ${() => 1}`);
