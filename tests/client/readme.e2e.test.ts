import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, inject, test } from "vitest";
import { installPackedClient } from "./support/packed-client.js";

const run = promisify(execFile);
const README = readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8");

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

const blocksOf = (markdown: string, language: string): string =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))]
    .map(([, code = ""]) => code)
    .join("\n");

/** What the comments behind `console.log` promise. */
const promisedBy = (code: string): string[] =>
  [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, text = ""]) => text);

/** An example that is meant for `npm start`, made for the services of the tests. */
function adapt(example: string, owner: string): string {
  const { http, websocket } = inject("serviceUrls");
  return example
    .replaceAll("http://localhost:3000", http)
    .replaceAll("http://localhost:3001", websocket)
    .replaceAll("ada@example.com", `${owner}-${Date.now()}@example.com`);
}

/** A program that closes its socket when it has printed all that it promises. */
const untilPrinted = (program: string, close: string): string => `
let printed = 0;
const { log } = console;
console.log = (...values: unknown[]): void => {
  printed += 1;
  log(...values);
};
${program}
while (printed < ${promisedBy(program).length}) await new Promise((next) => setTimeout(next, 20));
${close}
`;

async function expectToPrint(name: string, program: string): Promise<void> {
  await client.compile(name, program);
  const printed = (await client.run(name)).split("\n");
  expect(promisedBy(program).filter((line) => !printed.includes(line))).toEqual([]);
}

test("the package has its modules, types and licence, and nothing of the workspace", () => {
  const others = client.files.filter((path) => !/^dist\/package\/.*\.(?:js|d\.ts)$/.test(path));
  expect(others.toSorted()).toEqual(["LICENSE", "README.md", "package.json"]);
  for (const path of client.files.filter((path) => path.startsWith("dist/")))
    expect(client.readFile(path)).not.toMatch(/from "(?:@workspace|zod|node:)/);
  const { dependencies } = JSON.parse(client.readFile("package.json")) as { dependencies: object };
  expect(Object.keys(dependencies)).toEqual(["socket.io-client"]);
});

test("the examples of its README compile with it, run, and print what they say", async () => {
  const program = blocksOf(client.readFile("README.md"), "ts");
  expect(promisedBy(program).length).toBeGreaterThan(15);
  await expectToPrint("examples", PAGE + adapt(program, "client"));
});

test("the examples of the project's README do what they say, with the client and by hand", async () => {
  const examples = README.slice(README.indexOf("## API by example"), README.indexOf("## REST API"));
  const byClient = adapt(blocksOf(examples, "ts"), "by-client");
  await expectToPrint("by-client", untilPrinted(byClient, "workspace.live().close();"));

  const script = adapt(blocksOf(examples, "bash"), "by-hand");
  const { stdout } = await run("bash", ["-euc", `${script}\necho; echo "$TOKEN $PROJECT"`]);
  const promised = [...script.matchAll(/^# (\{.*)$/gm)].map(([, text = ""]) => text);
  expect(promised.length).toBeGreaterThan(3);
  const pieces = promised.flatMap((text) => text.split("…")).filter((piece) => piece.length > 2);
  expect(pieces.filter((piece) => !stdout.includes(piece))).toEqual([]);

  const [token, projectId] = stdout.trim().split("\n").at(-1)?.split(" ") ?? [];
  const page = `
const { token, projectId } = ${JSON.stringify({ token, projectId })};
const draw = (..._position: unknown[]): void => {};
`;
  const byHand = adapt(blocksOf(examples, "js"), "");
  await expectToPrint("by-hand", page + untilPrinted(byHand, "socket.close();"));
});
