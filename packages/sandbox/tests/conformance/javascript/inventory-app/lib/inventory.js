const EventEmitter = require("node:events");
const { OutOfStock } = require("./errors");

class Inventory extends EventEmitter {
  #items;
  constructor(items) {
    super();
    this.#items = new Map(items.map((item) => [item.name, { ...item }]));
  }
  take(name, amount) {
    const item = this.#items.get(name);
    if (item.stock < amount) throw new OutOfStock(name, amount - item.stock);
    item.stock -= amount;
    if (item.stock < 5) this.emit("low", item);
  }
  value() {
    return [...this.#items.values()].reduce((sum, { stock, price }) => sum + stock * price, 0);
  }
}
module.exports = { Inventory };
