const { parse } = require("./parser");
console.log(parse("1,2,3"));
console.log(parse("1,x"));
