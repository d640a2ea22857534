import { parseAst } from "vitest/node";

/** What of vitest belongs to the file or the test that runs when it is called. */
const HOOKS: ReadonlySet<string> = new Set([
  "afterAll",
  "afterEach",
  "aroundAll",
  "aroundEach",
  "beforeAll",
  "beforeEach",
  "onTestFailed",
  "onTestFinished",
  "vi",
]);
const FUNCTION = /^(?:ArrowFunction|Function|TS)/;

interface Node {
  type: string;
  [part: string]: unknown;
}

/**
 * Finds what a module does as soon as it is imported, and for the test file alone that imports it first: uses of
 * vitest's hooks outside every function, and waits, as for something that is opened.
 *
 * @returns the hooks' names, and `await`, as often as they stand there
 */
export function findModuleHooks(source: string): string[] {
  const hooks = new Map<string, string>();
  const found: string[] = [];

  function visit(value: unknown): void {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) visitNode(value);
  }

  function visitNode(node: Node): void {
    if (FUNCTION.test(node.type)) return;
    if (node.type === "ImportDeclaration") return readImport(node);
    if (node.type === "AwaitExpression") found.push("await");
    const hook = node.type === "Identifier" ? hooks.get(node["name"] as string) : undefined;
    if (hook !== undefined) found.push(hook);
    Object.values(node).forEach(visit);
  }

  function readImport({ source, specifiers }: Node): void {
    if ((source as { value: string }).value !== "vitest") return;
    for (const { imported, local } of specifiers as { imported?: Named; local: Named }[])
      if (imported !== undefined && HOOKS.has(imported.name)) hooks.set(local.name, imported.name);
  }

  visit(parseAst(source, { lang: "ts" }).body);
  return found;
}

interface Named {
  name: string;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
