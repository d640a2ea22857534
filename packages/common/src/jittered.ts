/** Somewhere between half and all of a delay, so that those who failed together do not try again together. */
export const jittered = (delayMs: number): number => delayMs * (0.5 + Math.random() / 2);
