import type { AsyncApiDocument, GatewayLimit, Message, SocketOperation } from "./asyncapi.js";
import { escapeHtml, renderPage } from "./html.js";
import { renderParagraphs, renderSchema, renderText, type Schemas } from "./schema-html.js";

/** `/docs/events`: the document of the socket protocol as one page, made on the server and without scripts. */
export function renderEventsPage(document: AsyncApiDocument): string {
  const operations = Object.entries(document.operations);
  const sent = operations.filter(([, { action }]) => action === "receive");
  const heard = operations.filter(([, { action }]) => action === "send");
  return renderPage({
    title: "Events · Collaborative Workspace",
    current: "/docs/events",
    source: "/asyncapi.json",
    head: "",
    content: `<div class="columns">
<nav class="contents" aria-label="Events">
<a href="#connect">Connect</a>
${renderContents("Client to server", sent)}
${renderContents("Server to client", heard)}
<a href="#limits">Limits</a>
</nav>
<main class="events">
<h1>Events</h1>
${renderParagraphs(document.info.description)}
${renderConnect(document)}
<h2>Client to server</h2>
${sent.map((operation) => renderOperation(document, operation)).join("\n")}
<h2>Server to client</h2>
${heard.map((operation) => renderOperation(document, operation)).join("\n")}
${renderLimits(document.channels.socket["x-limits"])}
</main>
</div>`,
  });
}

type Entry = [id: string, operation: SocketOperation];

const renderContents = (title: string, operations: readonly Entry[]): string =>
  `<p>${title}</p>${operations
    .map(([id, { title }]) => `<a href="#${id}"><code>${escapeHtml(title)}</code></a>`)
    .join("")}`;

function renderConnect({ servers, channels }: AsyncApiDocument): string {
  const { socket } = channels;
  const { protocol, host, description } = servers.gateway;
  const url = `${protocol}://${host.replace("{host}", "localhost")}`;
  const example = `import { io } from "socket.io-client";

const socket = io("${url}", { auth: { token } });
socket.on("project:changed", ({ changes, seq }) => apply(changes, seq));
const { ok, data } = await socket.emitWithAck("join:project", { projectId });`;
  return `<section id="connect"><h2>Connect</h2>
${renderParagraphs(description)}
${renderParagraphs(socket.description)}
<pre><code>${escapeHtml(example)}</code></pre>
<h4>Codes of <code>connect_error</code></h4>
${renderCodes(socket["x-handshake-refusals"])}
<h4>Codes of connections that are refused before, as answers of HTTP</h4>
${renderCodes(socket["x-connection-refusals"])}
</section>`;
}

function renderOperation(document: AsyncApiDocument, [id, operation]: Entry): string {
  const { schemas } = document.components;
  const codes = operation["x-codes"];
  const [message] = find(document, operation.messages);
  const [reply] = find(document, operation.reply?.messages ?? []);
  return `<section class="event" id="${id}"><h3><a href="#${id}"><code>${escapeHtml(operation.title)}</code></a> ${renderText(operation.summary)}</h3>
${renderParagraphs(operation.description)}
${message === undefined ? "" : renderMessage("Data", message, schemas)}
${reply === undefined ? "" : renderMessage("Acknowledged with", reply, schemas)}
${Object.keys(codes).length === 0 ? "" : `<h4>Codes</h4>${renderCodes(codes)}`}
</section>`;
}

const find = (document: AsyncApiDocument, references: readonly { $ref: string }[]): Message[] =>
  references.flatMap(
    ({ $ref }) => document.channels.socket.messages[$ref.split("/").at(-1) ?? ""] ?? [],
  );

const renderMessage = (title: string, { payload, examples }: Message, schemas: Schemas): string =>
  `<div class="message"><div><h4>${title}</h4>${renderSchema(payload, schemas)}</div>
<div>${examples.map(({ payload }) => `<pre><code>${escapeHtml(JSON.stringify(payload, null, 2))}</code></pre>`).join("")}</div></div>`;

const renderCodes = (codes: Readonly<Record<string, string>>): string =>
  `<dl>${Object.entries(codes)
    .map(
      ([code, meaning]) =>
        `<dt><code>${escapeHtml(code)}</code></dt><dd>${renderText(meaning)}</dd>`,
    )
    .join("")}</dl>`;

const renderLimits = (limits: readonly GatewayLimit[]): string =>
  `<section id="limits"><h2>Limits</h2>
<p>Of a gateway that is not configured otherwise. <code>GET /health</code> of a gateway tells how often each was met.</p>
<div class="wide"><table><thead><tr><th>Variable</th><th>Default</th><th>Meaning</th></tr></thead><tbody>${limits
    .map(
      ({ name, default: value, description }) =>
        `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(String(value))}</td><td>${renderText(description)}</td></tr>`,
    )
    .join("")}</tbody></table></div></section>`;
