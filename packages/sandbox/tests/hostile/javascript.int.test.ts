import { testInEveryTier } from "./every-tier.js";
import { JAVASCRIPT_CRASHES } from "./javascript-crashes.js";
import { JAVASCRIPT_FILES } from "./javascript-files.js";
import { JAVASCRIPT_FORGERY } from "./javascript-forgery.js";
import { JAVASCRIPT_MEMORY } from "./javascript-memory.js";
import { JAVASCRIPT_NETWORK } from "./javascript-network.js";
import { JAVASCRIPT_OUTPUT } from "./javascript-output.js";
import { JAVASCRIPT_PROCESSES } from "./javascript-processes.js";
import { JAVASCRIPT_TIME } from "./javascript-time.js";
import { TYPESCRIPT } from "./typescript.js";

testInEveryTier([
  ...JAVASCRIPT_CRASHES,
  ...JAVASCRIPT_FILES,
  ...JAVASCRIPT_FORGERY,
  ...JAVASCRIPT_MEMORY,
  ...JAVASCRIPT_NETWORK,
  ...JAVASCRIPT_OUTPUT,
  ...JAVASCRIPT_PROCESSES,
  ...JAVASCRIPT_TIME,
  ...TYPESCRIPT,
]);
