import { beforeEach, describe, expect, test } from "vitest";
import {
  connectClient,
  type TestClient,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { arrays, MAX_REFUSAL_BYTES, objects, openBodyTarget } from "./support/open-body-target.js";
import { NOTHING_WRITTEN } from "./support/watch-writes.js";

const { gateway, watch, owner, project } = await openBodyTarget();

describe("an event", () => {
  let client: TestClient;
  beforeEach(async () => {
    client = await connectClient(gateway.url, { token: owner.token });
    await client.join(project.id);
    await watch.take();
  });

  /** Refused with an error, nothing written, and the same socket is still served. */
  async function expectRefused(event: string, argument: string, code: string): Promise<void> {
    const count = client.all("error:event").length;
    // Not by way of a value: the client could not even write most of these.
    client.sendRaw(`2["${event}",${argument}]`);
    const error = await client.next("error:event", count + 1);
    expect(error).toMatchObject({ event, code });
    expect(JSON.stringify(error).length).toBeLessThan(MAX_REFUSAL_BYTES);
    expect(await watch.take()).toEqual(NOTHING_WRITTEN);
    expect(await client.send("cursor:move", { projectId: project.id, x: 1, y: 1 })).toMatchObject({
      ok: true,
    });
  }
  const update = (content: string): string =>
    `{"projectId":"${project.id}","changes":{"content":${content}}}`;

  test.each([
    ["10,000 arrays", () => update(`{"a":${arrays(10_000)}}`)],
    ["100,000 arrays", () => update(`{"a":${arrays(100_000)}}`)],
    ["10,000 objects", () => update(objects(10_000))],
    ["80,000 objects", () => update(objects(80_000))],
    ["100,000 arrays instead of an input", () => arrays(100_000)],
    ["a text with 100,000 elements around", () => `[${Array(100_000).fill('"x"').join(",")}]`],
    ["a number beyond all numbers", () => update('{"a":1e999}')],
    ["half a surrogate pair", () => update('{"a":"\\ud83d"}')],
    ["NUL", () => update('{"\\u0000":1}')],
    ["__proto__", () => update('{"a":{"__proto__":{"isAdmin":true}}}')],
    ["__proto__ in an array", () => update('{"a":[{"__proto__":{"isAdmin":true}}]}')],
    ["__proto__ around it all", () => `{"__proto__":${update("{}")}}`],
    ["constructor.prototype", () => update('{"constructor":{"prototype":{"isAdmin":true}}}')],
  ])("is refused with %s", async (_what, argument) => {
    await expectRefused("project:update", argument(), "VALIDATION_FAILED");
    expect({}).not.toHaveProperty("isAdmin");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("is refused as too large with a million small keys", async () => {
    const keys = Array.from({ length: 250_000 }, (_, index) => `"${index.toString(36)}":0`);
    await expectRefused("project:update", update(`{${keys.join(",")}}`), "PAYLOAD_TOO_LARGE");
  });

  test("is refused with a content of more than 256 KiB, whatever it is made of", async () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `"${index.toString(36)}":0`);
    await expectRefused("project:update", update(`{${keys.join(",")}}`), "PAYLOAD_TOO_LARGE");
  });
});
