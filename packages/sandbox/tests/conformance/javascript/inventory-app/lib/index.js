exports.Inventory = require("./inventory").Inventory;
