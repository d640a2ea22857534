/** The style of all pages of the documentation, light and dark. */
export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #59636e; --paper: #fff; --raised: #f6f8fa; --line: #d1d9e0; --accent: #0550ae;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --raised: #161b22; --line: #30363d; --accent: #79c0ff; }
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
`;
