const a = require("./a");
const b = require("./b");
console.log("main", a.done, b.done, a.seen, b.seen);
console.log(a.ping(3));
