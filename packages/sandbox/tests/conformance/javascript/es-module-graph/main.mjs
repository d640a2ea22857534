import shapes, { area as totalArea } from "./shapes/index.mjs";
import * as units from "./units.mjs";
import { counter, increment } from "./counter.mjs";
import legacy from "./legacy.cjs";
import { readFile } from "node:fs/promises";

const squares = [1, 2, 3].map((side) => new shapes.Square(side));
console.log(totalArea(squares), units.default, Object.keys(units));
increment();
console.log(counter, legacy.answer, legacy.describe("cjs"));
const { lazy } = await import("./lazy.mjs");
console.log(lazy, (await import("./counter.mjs")).counter);
console.log((await readFile(new URL("./notes.txt", import.meta.url), "utf8")).trim().split("\n"));
await import("./missing.mjs").catch((error) => console.log(error.code));
