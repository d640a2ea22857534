import { load } from "./loader";

interface Options {
  strict: boolean;
}
const options: Options = { strict: true };
console.log(load("a=1", options));
console.log(load("broken", options));
