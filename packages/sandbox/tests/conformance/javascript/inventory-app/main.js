const { Inventory } = require("./lib/inventory");
const { format, currencies } = require("./lib/format.js");
const catalogue = require("./data/catalogue.json");

const inventory = new Inventory(catalogue.items);
inventory.on("low", (item) => console.log(`low: ${item.name} (${item.stock})`));
inventory.take("pen", 8);
inventory.take("ink", 1);
try {
  inventory.take("paper", 1000);
} catch (error) {
  console.log(error.name, error.message);
}
console.log(format(inventory.value(), "EUR"), currencies, require.main === module);
console.log(
  require("./lib/inventory") === require("./lib/inventory.js"),
  Object.keys(require.cache).length > 0,
);
console.log(require("./lib").Inventory === Inventory, __filename.endsWith("main.js"));
