import fc from "fast-check";
import { fromSchema, hostileText, hostileValue, rarely } from "./from-schema.js";
import { fieldsLike, someActor } from "./arbitrary-fields.js";
import { type Actor, KNOWN_ACCOUNT } from "./fuzz-world.js";
import type { RouteContract } from "./route-contracts.js";

/** A request that names things in place of their ids. */
export interface ArbitraryRequest {
  /** In the name of whom; null sends no token. */
  actor: Actor | null;
  route: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const fields = fieldsLike({ id: "@project", text: KNOWN_ACCOUNT.password });

/** Requests of a route, most of which are nearly what it wants. */
export function arbitraryRequest(
  route: string,
  { body, query }: RouteContract,
): fc.Arbitrary<ArbitraryRequest> {
  const [method = "", path = ""] = route.split(" ");
  return fc
    .record({
      actor: fc.option(someActor, { freq: 12 }),
      path: arbitraryPath(path),
      query: arbitraryQuery(query),
      headers: arbitraryHeaders,
      body: body === undefined ? strangeBody : arbitraryBody(fromSchema(body, fields)),
    })
    .map((made) => ({
      actor: made.actor,
      route: `${method} ${made.path}${made.query === "" ? "" : `?${made.query}`}`,
      headers: made.headers,
      body: made.body,
    }));
}

/** Leaves alone what needs no encoding in a path or a query, among it the names of things. */
const percentEncode = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.~@-]/.test(character)
        ? character
        : `%${byte.toString(16).padStart(2, "0").toUpperCase()}`;
    })
    .join("");

/** What a parameter of a path is most of the time. */
const THING_OF: Readonly<Record<string, string>> = {
  ":id": "@project",
  ":projectId": "@project",
  ":jobId": "@job",
  ":userId": "@collaborator",
};

function arbitraryPath(path: string): fc.Arbitrary<string> {
  const segments = path.split("/").map((part) => {
    if (!part.startsWith(":")) return fc.constant(part);
    return fc.oneof(
      { weight: 20, arbitrary: fc.constant(THING_OF[part] ?? part) },
      { weight: 3, arbitrary: fields.ids },
      // An empty one would make it another route.
      { weight: 1, arbitrary: hostileText.map((text) => percentEncode(text) || "%20") },
      { weight: 1, arbitrary: fc.constantFrom("%", "%ff", "%E0%A4%A", "..", "%2e%2e%2f", ";a=b") },
    );
  });
  return fc.tuple(...segments).map((parts) => parts.join("/"));
}

function arbitraryQuery(schema: RouteContract["query"]): fc.Arbitrary<string> {
  const wanted = schema === undefined ? fc.constant({}) : fromSchema(schema, fields);
  const name = fc.oneof(hostileText, fc.constantFrom("limit", "cursor", "after", "attempt"));
  const strange = fc.array(fc.tuple(name, hostileText), { minLength: 1, maxLength: 3 });
  return fc.tuple(wanted, fc.option(strange, { freq: 5, nil: [] })).map(([fields, others]) =>
    [...Object.entries(Object(fields) as object), ...others]
      .map(([key, value]) => `${percentEncode(key)}=${percentEncode(toText(value))}`)
      .join("&")
      .slice(0, MAX_QUERY_LENGTH),
  );
}

/** Node.js refuses a head of more than 16 KiB by itself, before the service sees it. */
const MAX_QUERY_LENGTH = 4000;

const toText = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "");

const sendable = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
const headerText = hostileText.filter((text) => sendable(text) && text.length < 1000);

const arbitraryHeaders: fc.Arbitrary<Record<string, string>> = fc
  .record({
    "if-match": rarely(
      8,
      fc.oneof(headerText, fc.constantFrom('"1"', "*", 'W/"1"', '"9999999999"')),
    ),
    "idempotency-key": rarely(8, fc.oneof(headerText, fc.uuid(), fc.constantFrom("a", "b"))),
    "x-request-id": rarely(8, headerText),
    "content-type": rarely(
      30,
      fc.oneof(headerText, fc.constantFrom("text/plain", "application/json; charset=utf-16")),
    ),
    "content-encoding": rarely(30, fc.constantFrom("gzip", "br", "identity", "x")),
    authorization: rarely(
      30,
      fc.oneof(headerText, fc.constantFrom("Bearer", "Bearer a.b.c", "Basic YTpi")),
    ),
    accept: rarely(8, headerText),
    origin: rarely(8, headerText),
    "x-forwarded-for": rarely(8, headerText),
    "x-forwarded-host": rarely(8, headerText),
    "x-http-method-override": rarely(8, fc.constantFrom("DELETE", "PUT", "TRACE")),
    cookie: rarely(8, headerText),
  })
  .map((headers) => Object.fromEntries(Object.entries(headers).filter(isSet)));

const isSet = (header: [string, string | null]): header is [string, string] => header[1] !== null;

const arbitraryBody = (values: fc.Arbitrary<unknown>): fc.Arbitrary<string | undefined> =>
  fc
    .record({ value: values, cutAt: rarely(30, fc.nat({ max: 200 })) })
    .map(({ value, cutAt }) => JSON.stringify(value)?.slice(0, cutAt ?? undefined));

/** For a route that wants none. */
const strangeBody: fc.Arbitrary<string | undefined> = rarely(8, arbitraryBody(hostileValue)).map(
  (body) => body ?? undefined,
);
