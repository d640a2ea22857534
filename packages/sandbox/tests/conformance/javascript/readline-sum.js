// A little command language, one command per line.
const readline = require("node:readline");

const accounts = new Map();
const commands = {
  open: (name) => accounts.set(name, 0) && `opened ${name}`,
  add: (name, amount) => {
    if (!accounts.has(name)) throw new Error(`no account ${name}`);
    accounts.set(name, accounts.get(name) + Number(amount));
    return `${name}: ${accounts.get(name)}`;
  },
  list: () => [...accounts].map(([name, sum]) => `${name}=${sum}`).join(", ") || "(none)",
};

async function main() {
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number++;
    const [command, ...args] = line.trim().split(/\s+/);
    if (command === "" || command.startsWith("#")) continue;
    try {
      const run =
        commands[command] ??
        (() => {
          throw new Error(`unknown command ${command}`);
        });
      console.log(run(...args));
    } catch (error) {
      console.log(`line ${number}: ${error.message}`);
    }
  }
  console.log(`${number} lines`);
}
main();
