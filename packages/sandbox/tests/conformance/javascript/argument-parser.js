const { parseArgs } = require("node:util");

const { values, positionals, tokens } = parseArgs({
  allowPositionals: true,
  tokens: true,
  options: {
    verbose: { type: "boolean", short: "v", multiple: true },
    output: { type: "string", short: "o", default: "out.txt" },
    tag: { type: "string", multiple: true },
    color: { type: "boolean" },
  },
});
console.log({ ...values }, positionals);
console.log(
  tokens.filter(({ kind }) => kind === "option").map(({ name, value }) => `${name}=${value}`),
);

const [command, ...files] = positionals;
const commands = {
  copy: () => files.map((file) => `${file} -> ${values.output}`).join("\n"),
  default: () => `unknown command ${command}`,
};
console.log((commands[command] ?? commands.default)());
try {
  parseArgs({ args: ["--nope"], options: {} });
} catch (error) {
  console.log(error.code);
}
if (values.tag.length !== 2) process.exitCode = 2;
