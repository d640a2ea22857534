import { afterAll, expect, inject, test } from "vitest";
import { installPackedClient } from "./support/packed-client.js";

const client = await installPackedClient();
afterAll(() => client.remove());

/** What the examples need of a page. */
const PAGE = `
const kept = new Map<string, string>();
const localStorage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
};
const requestAnimationFrame = (draw: (nowMs: number) => void) =>
  setTimeout(() => draw(performance.now()), 16).unref();
declare function setTimeout(act: () => void, ms: number): { unref(): void };
`;

const blocksOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);

/** What the comments behind `console.log` promise. */
const promisedBy = (code: string): string[] =>
  [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, text = ""]) => text);

test("the package has its modules, types and licence, and nothing of the workspace", () => {
  const others = client.files.filter((path) => !/^dist\/package\/.*\.(?:js|d\.ts)$/.test(path));
  expect(others.toSorted()).toEqual(["LICENSE", "README.md", "package.json"]);
  for (const path of client.files.filter((path) => path.startsWith("dist/")))
    expect(client.readFile(path)).not.toMatch(/from "(?:@workspace|zod|node:)/);
  const { dependencies } = JSON.parse(client.readFile("package.json")) as { dependencies: object };
  expect(Object.keys(dependencies)).toEqual(["socket.io-client"]);
});

test("the examples of its README compile with it, run, and print what they say", async () => {
  const { http, websocket } = inject("serviceUrls");
  const program = blocksOf(client.readFile("README.md")).join("\n");
  const promised = promisedBy(program);
  expect(promised.length).toBeGreaterThan(15);
  await client.compile(
    "examples",
    PAGE +
      program
        .replaceAll("http://localhost:3000", http)
        .replaceAll("http://localhost:3001", websocket),
  );
  const printed = (await client.run("examples")).split("\n");
  expect(promised.filter((line) => !printed.includes(line))).toEqual([]);
});
