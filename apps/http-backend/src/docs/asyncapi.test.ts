import { createRequire } from "node:module";
import { clientEventSchemas, serverEventSchemas } from "@workspace/common/contracts/socket-events";
import { CLIENT_EVENTS } from "@workspace/common/contracts/socket-protocol";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { createAsyncApi } from "./asyncapi.js";
import { renderEventsPage } from "./events-page.js";

const require = createRequire(import.meta.url);
const document = createAsyncApi(":3001");
const { messages } = document.channels.socket;
const operations = Object.values(document.operations);

/** AsyncAPI's own schema of documents. */
function createValidate() {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  return ajv.compile(require("@asyncapi/specs/schemas/3.0.0-without-$id.json") as object);
}

test("is an AsyncAPI 3 document", () => {
  const validate = createValidate();
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...document, channels: { socket: { address: 1 } } })).toBe(false);
});

test("has every event that clients send and every one that they hear, and no other", () => {
  const titles = (action: string): string[] =>
    operations.filter((each) => each.action === action).map(({ title }) => title);
  expect(titles("receive").sort()).toEqual(Object.keys(clientEventSchemas).sort());
  expect(titles("send").sort()).toEqual(Object.keys(serverEventSchemas).sort());
});

test("answers every event that clients send, and no other", () => {
  for (const { action, messages: sent, reply } of operations) {
    expect(sent).toHaveLength(1);
    expect(reply?.messages ?? []).toHaveLength(action === "receive" ? 1 : 0);
  }
});

test("refers to nothing that it does not have", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  for (const [, path = ""] of references) expect(document, path).toHaveProperty(path.split("/"));
});

test("knows where clients reach the gateway, or leaves the host to the reader", () => {
  const { gateway } = document.servers;
  expect(gateway).toMatchObject({ host: "{host}:3001", protocol: "ws" });
  const known = (url: string) => createAsyncApi(url).servers.gateway;
  expect(known("wss://live.example.com")).toMatchObject({
    host: "live.example.com",
    protocol: "wss",
  });
  expect(known("http://10.0.0.1:3001")).toMatchObject({ host: "10.0.0.1:3001", protocol: "ws" });
});

describe.each(Object.entries(messages))("the message %s", (id, { payload, examples }) => {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  ajv.addSchema(document as object, "document");
  const text = JSON.stringify(payload).replaceAll('"$ref":"#/', '"$ref":"document#/');
  const validate = ajv.compile(JSON.parse(text) as object);

  test("has examples that it allows, and allows not just anything", () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const { payload } of examples)
      expect(validate(payload), `${id}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    expect(validate("anything")).toBe(false);
  });
});

test("examples are what events take", () => {
  for (const [event, { input }] of Object.entries(CLIENT_EVENTS)) {
    const { input: schema } = clientEventSchemas[event as keyof typeof clientEventSchemas];
    expect(schema.safeParse(input).error).toBeUndefined();
  }
});

test("the page has every event with its fields and codes, and every limit", () => {
  const page = renderEventsPage(document);
  for (const [id, { title, "x-codes": codes }] of Object.entries(document.operations)) {
    const [, section = ""] = page.split(`id="${id}"`);
    const [own = ""] = section.split("</section>");
    expect(own).toContain(`<code>${title}</code>`);
    for (const code of Object.keys(codes)) expect(own, title).toContain(`<code>${code}</code>`);
  }
  for (const { name } of document.channels.socket["x-limits"]) expect(page).toContain(name);
  expect(page).toContain('<code>chunk</code> <span class="type">string</span>');
});
