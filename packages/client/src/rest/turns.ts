/** Lets acts happen one after another. */
export interface Turns {
  /** Acts when all who have asked before are done. */
  take<Result>(act: () => Promise<Result>): Promise<Result>;
  /** When all who have asked by now are done; never rejects. */
  settled(): Promise<void>;
}

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take(act) {
      const acting = last.then(act);
      last = acting.then(
        () => {},
        () => {},
      );
      return acting;
    },
    settled: () => last,
  };
}
