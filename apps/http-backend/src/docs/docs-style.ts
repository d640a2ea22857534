/** The style of all pages of the documentation, light and dark. */
export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #59636e; --paper: #fff; --raised: #f6f8fa; --line: #d1d9e0; --accent: #0550ae; --mark: #fff3c4;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --raised: #161b22; --line: #30363d; --accent: #79c0ff; --mark: #4b3d10; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
.bar {
  position: sticky; top: 0; z-index: 10; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: center;
  padding: .6rem 1.25rem; background: var(--raised); border-bottom: 1px solid var(--line);
}
.bar nav { display: flex; gap: 1.25rem; }
.bar a { color: var(--soft); text-decoration: none; }
.bar a:hover, .bar a[aria-current] { color: var(--accent); }
.bar a[aria-current] { font-weight: 600; }
.bar .source { margin-left: auto; font: .85rem ui-monospace, monospace; }
/* Of the renderer: what has one choice, or is in the bar, and what no answer has. */
.swagger-ui .servers-title, .swagger-ui .servers, .swagger-ui .info .link { display: none; }
.swagger-ui .response-col_links { display: none; }
.swagger-ui .scheme-container { padding: 1rem 0; }
.swagger-ui .info { margin: 2rem 0; }
.notice { padding: 1.25rem; }
.columns { display: grid; grid-template-columns: 14rem minmax(0, 1fr); max-width: 84rem; margin: 0 auto; }
.contents {
  position: sticky; top: 3rem; align-self: start; max-height: calc(100vh - 3rem); overflow-y: auto;
  padding: 1.5rem 1.25rem; font-size: .9rem;
}
.contents p { margin: 1rem 0 .25rem; color: var(--soft); font-size: .8rem; }
.contents > a[href="#limits"] { margin-top: 1rem; }
.contents a { display: block; padding: .1rem 0; color: var(--ink); text-decoration: none; }
.contents a:hover { color: var(--accent); }
.events { padding: 1.5rem 1.25rem 6rem; }
.events h1 { margin: 0 0 .5rem; font-size: 1.9rem; line-height: 1.2; }
.events h2 { margin: 3rem 0 1rem; font-size: 1.4rem; }
.events h3 { margin: 0 0 .5rem; font-size: 1.05rem; }
.events h3 a { margin-right: .5rem; color: var(--accent); text-decoration: none; }
.events h4 { margin: 1rem 0 .25rem; font-size: .85rem; color: var(--soft); }
.events p { max-width: 46rem; margin: .5rem 0; }
.events a { color: var(--accent); }
.event { padding: 1.5rem 0; border-top: 1px solid var(--line); }
.event:target h3 code { background: var(--mark); }
.message { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 2rem; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
.events pre {
  margin: 1rem 0; padding: .75rem 1rem; overflow: auto; max-height: 26rem;
  background: var(--raised); border: 1px solid var(--line); border-radius: 6px;
}
.events pre code { font-size: .8rem; }
.fields { margin: .25rem 0; padding-left: 0; list-style: none; font-size: .9rem; }
.fields .fields { padding-left: .9rem; border-left: 2px solid var(--line); }
.fields li { padding: .15rem 0; }
.type { color: var(--soft); overflow-wrap: anywhere; }
.or { margin: .25rem 0; color: var(--soft); font-size: .8rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: .25rem 0; font-size: .9rem; }
dd { margin: 0; color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
.events th, .events td { padding: .35rem 1rem .35rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
@media (max-width: 60rem) {
  html { scroll-padding-top: 6rem; }
  .columns, .message { display: block; }
  .contents { position: static; max-height: none; padding-bottom: 0; }
  .contents a { display: inline-block; margin-right: .9rem; }
  table, tbody, tr, .events td { display: block; }
  thead { display: none; }
  .events td { padding: .1rem 0; border: 0; }
  .events tr { padding: .5rem 0; border-top: 1px solid var(--line); }
  dl { display: block; }
  dd { margin: 0 0 .35rem; }
}
`;
