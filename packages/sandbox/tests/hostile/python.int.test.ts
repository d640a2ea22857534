import { testInEveryTier } from "./every-tier.js";
import { PYTHON_RAW_CALLS } from "./python-raw-calls.js";
import { PYTHON } from "./python.js";

testInEveryTier([...PYTHON, ...PYTHON_RAW_CALLS]);
