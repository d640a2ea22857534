// The types of the contracts without the zod schemas that most of them are inferred from.
import { dirname } from "node:path";
import ts from "typescript6";

const ES_VERSION = ts.ScriptTarget.ES2023;

const JSON_VALUE = `/** Any JSON. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
`;

/**
 * All types of some declaration files, and of those beside them that they import, as one file that imports nothing:
 * what is inferred from a schema is written out.
 */
export function flattenContracts(files) {
  const program = ts.createProgram(files, {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ES_VERSION,
  });
  const checker = program.getTypeChecker();
  const folders = new Set(files.map(dirname));
  const sources = program.getSourceFiles().filter(({ fileName }) => folders.has(dirname(fileName)));
  const types = sources.flatMap(({ statements }) => statements.filter(isKept));
  const names = types.map(({ name }) => name.text);
  if (new Set(names).size < names.length) throw new Error("two contracts have a type of one name");
  const text = [JSON_VALUE, ...types.map((node) => flatten(node, checker))].join("\n");
  const left = /\bz\.\S*|import\(.*|typeof \w+/.exec(text);
  if (left !== null) throw new Error(`this cannot be written out: ${left[0]}`);
  return ts.createPrinter().printFile(ts.createSourceFile("contracts.d.ts", text, ES_VERSION));
}

/** Not what only names the type of a schema: where it is used, it is written out. */
const isKept = (node) =>
  ts.isInterfaceDeclaration(node) ||
  (ts.isTypeAliasDeclaration(node) && !ts.isTypeQueryNode(node.type));

/** A declaration with its comment, in which every type that comes of a schema is replaced by what it is. */
function flatten(declaration, checker) {
  const source = declaration.getSourceFile();
  let text = "";
  let copiedTo = declaration.getFullStart();
  const visit = (node) => {
    if (!comesOfSchema(node)) {
      ts.forEachChild(node, visit);
      return;
    }
    text += source.text.slice(copiedTo, node.getStart(source)) + writeOut(node, checker);
    copiedTo = node.getEnd();
  };
  visit(declaration);
  return `${(text + source.text.slice(copiedTo, declaration.getEnd())).trim()}\n`;
}

/** What zod infers, and what is mapped from the keys of schemas. */
const comesOfSchema = (node) =>
  ts.isMappedTypeNode(node) ||
  (ts.isTypeReferenceNode(node) && node.typeName.getText().startsWith("z."));

function writeOut(node, checker) {
  const { NoTruncation, InTypeAlias } = ts.TypeFormatFlags;
  return checker
    .typeToString(checker.getTypeFromTypeNode(node), node, NoTruncation | InTypeAlias)
    .replace(/(?:import\("[^"]*"\)\.|\b[\w.]+\.)?\bJSONType\b/g, "JsonValue");
}
