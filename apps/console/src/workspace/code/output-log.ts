import type { OutputChunk, OutputStream } from "@workspace/common/contracts/jobs";

/** More is not kept on the page: of a long output the end is what one wants to see. */
const MAX_KEPT_CHARS = 400_000;
/** Cut down to here, so that it is not cut with each piece. */
const CUT_TO_CHARS = 250_000;

/** Output of one stream without a break. */
interface OutputSegment {
  readonly stream: OutputStream;
  readonly text: string;
}

/** What a job has printed, as far as it is known here. */
export interface OutputLog {
  readonly attempt: number;
  /** Number of the last piece that was taken; all before it were, too. */
  readonly lastSeq: number;
  readonly segments: readonly OutputSegment[];
  /** Changes when what was there has changed, and not only grown. */
  readonly generation: number;
  /** Whether the beginning has been dropped. */
  readonly isCut: boolean;
  /**
   * Takes pieces in the order of their numbers. Those of an earlier attempt, and those that are known, are passed over;
   * those of a later one begin anew.
   *
   * @returns whether pieces are missing before them: they were not taken, and are to be read over REST
   */
  take(attempt: number, pieces: readonly OutputChunk[]): boolean;
}

export function createOutputLog(): OutputLog {
  let attempt = 0;
  let lastSeq = 0;
  let segments: OutputSegment[] = [];
  let chars = 0;
  let generation = 0;
  let isCut = false;

  function startOver(nextAttempt: number): void {
    attempt = nextAttempt;
    lastSeq = 0;
    segments = [];
    chars = 0;
    isCut = false;
    generation += 1;
  }

  function append({ stream, chunk }: OutputChunk): void {
    segments.push({ stream, text: chunk });
    chars += chunk.length;
  }

  function cut(): void {
    if (chars <= MAX_KEPT_CHARS) return;
    let first = 0;
    for (; chars > CUT_TO_CHARS && first < segments.length - 1; first += 1)
      chars -= segments[first]?.text.length ?? 0;
    segments = segments.slice(first);
    const [only] = segments;
    if (only !== undefined && chars > MAX_KEPT_CHARS) {
      segments = [{ stream: only.stream, text: only.text.slice(-CUT_TO_CHARS) }];
      chars = CUT_TO_CHARS;
    }
    isCut = true;
    generation += 1;
  }

  return {
    get attempt() {
      return attempt;
    },
    get lastSeq() {
      return lastSeq;
    },
    get segments() {
      return segments;
    },
    get generation() {
      return generation;
    },
    get isCut() {
      return isCut;
    },
    take(ofAttempt, pieces) {
      if (ofAttempt < attempt) return false;
      if (ofAttempt > attempt) startOver(ofAttempt);
      for (const piece of pieces) {
        if (piece.seq <= lastSeq) continue;
        if (piece.seq > lastSeq + 1) return true;
        append(piece);
        lastSeq = piece.seq;
      }
      cut();
      return false;
    },
  };
}
