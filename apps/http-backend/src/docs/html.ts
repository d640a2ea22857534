const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML, between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

interface Page {
  title: string;
  /** Which of the pages it is. */
  current: (typeof PAGES)[number]["path"];
  /** Its document in JSON. */
  source: string;
  /** Elements of the head, as HTML. */
  head: string;
  /** What is below the bar, as HTML. */
  content: string;
}

const PAGES = [
  { path: "/docs", name: "REST API" },
  { path: "/docs/events", name: "Events" },
] as const;

/** A whole page of the documentation, with the bar that they all have. */
export function renderPage({ title, current, source, head, content }: Page): string {
  const links = PAGES.map(
    ({ path, name }) =>
      `<a href="${path}"${path === current ? ' aria-current="page"' : ""}>${name}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${head}
<link rel="stylesheet" href="/docs/assets/docs.css">
</head>
<body>
<header class="bar"><strong>Collaborative Workspace</strong><nav>${links.join("")}</nav><a class="source" href="${source}">${source.slice(1)}</a></header>
${content}
</body>
</html>
`;
}
