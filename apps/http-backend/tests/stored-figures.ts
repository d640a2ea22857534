/** What a stored result has beside its output, where a test does not ask for it. */
export const STORED_FIGURES = {
  exitCode: 0,
  signal: null,
  executionTime: 1,
  cpuTime: 1,
  memoryPeak: 1,
  truncated: false,
  isolation: "none",
  limits: {},
};
