console.log("a starts");
exports.done = false;
const b = require("./b");
exports.seen = b.done;
exports.ping = (n) => (n === 0 ? "end" : `ping ${b.pong(n - 1)}`);
exports.done = true;
console.log("a ends");
