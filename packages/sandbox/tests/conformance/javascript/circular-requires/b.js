console.log("b starts");
exports.done = false;
const a = require("./a");
exports.seen = a.done;
exports.pong = (n) => (n === 0 ? "end" : `pong ${a.ping(n - 1)}`);
exports.done = true;
console.log("b ends");
