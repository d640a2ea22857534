import legacy = require("./legacy");
import { helper } from "./helper";

console.log(legacy.version, helper(legacy.version), legacy.create("x").name);
export {};
