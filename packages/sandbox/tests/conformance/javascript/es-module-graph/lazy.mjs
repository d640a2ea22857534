import { increment } from "./counter.mjs";
increment();
await null;
export const lazy = "loaded on demand";
