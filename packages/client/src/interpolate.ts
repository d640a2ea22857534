export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a cursor was, and when that became known. */
export interface PathSample extends Point {
  readonly atMs: number;
}

/**
 * The position on a path at a moment, which is one `delayMs` in the past so that the next sample is known
 * already. A cursor that stood still moves off only `delayMs` before its next sample, so a new sample
 * changes nothing that has been shown: the path is continuous, never leaves the samples' straight lines,
 * and ends exactly at the last one.
 *
 * @param path at least one sample, in the order of time
 */
export function interpolate(
  path: readonly [PathSample, ...PathSample[]],
  atMs: number,
  delayMs: number,
): Point {
  const index = path.findIndex((sample) => sample.atMs > atMs);
  const next = path[index];
  const previous = path[index - 1];
  if (next === undefined || previous === undefined) {
    const { x, y } = next ?? path.at(-1) ?? path[0];
    return { x, y };
  }
  const startMs = Math.max(previous.atMs, next.atMs - delayMs);
  const share = Math.max(0, (atMs - startMs) / (next.atMs - startMs));
  return { x: mix(previous.x, next.x, share), y: mix(previous.y, next.y, share) };
}

/** In this form the difference of two large numbers cannot overflow. */
const mix = (from: number, to: number, share: number): number =>
  from === to ? from : from * (1 - share) + to * share;

/** Adds a sample, and drops those that no moment from now on needs. */
export function extendPath(
  path: readonly PathSample[],
  sample: PathSample,
  delayMs: number,
): [PathSample, ...PathSample[]] {
  const shownAtMs = sample.atMs - delayMs;
  const firstNeeded = path.findLastIndex(({ atMs }) => atMs <= shownAtMs);
  const [first = sample, ...rest] = [...path.slice(Math.max(firstNeeded, 0)), sample];
  return [first, ...rest];
}
