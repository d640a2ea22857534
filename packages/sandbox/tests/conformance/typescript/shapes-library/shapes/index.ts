export type { Shape } from "./shape";
export { Circle } from "./circle";
export * from "./square";
