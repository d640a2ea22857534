const fs = require("fs");
const path = require("path");
const config = JSON.parse(fs.readFileSync(path.join(__dirname, "config.json"), "utf8"));

const input = fs.readFileSync(0, "utf8").trim();
const result = config.plugins.reduce((text, { name, options }) => {
  const plugin = require(path.join(__dirname, "plugins", name));
  console.log(`${plugin.title}: ${typeof plugin.run}`);
  return plugin.run(text, options);
}, input);
console.log(result);
try {
  require("./plugins/nope");
} catch (error) {
  console.log(error.code);
}
console.log(path.basename(require.resolve("./plugins/reverse")));
