const { check } = require("./check");

exports.parse = (text) => text.split(",").map((part) => check(Number(part), part));
