import { Square } from "./square.mjs";
export * from "./area.mjs";
export default { Square };
