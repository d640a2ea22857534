import type { JobResult, OutputPiece } from "@workspace/common/contracts/jobs";

type Output = Pick<JobResult, "output" | "stdout" | "stderr">;

/** In place of an output that is kept no longer. */
interface ExpiredOutput {
  outputExpired: true;
}

/**
 * A job's result as its row has it: the output once, in the pieces in which it was sent, until it expires.
 * Results that were written before pieces were kept, and of which nobody can tell any more which part of
 * `output` came from which stream, still have their three texts.
 */
export type StoredResult = Omit<JobResult, keyof Output | keyof ExpiredOutput> &
  ({ pieces: OutputPiece[] } | Output | ExpiredOutput);

/** Whether the output has been removed since. */
export const hasExpiredOutput = (result: StoredResult): result is StoredResult & ExpiredOutput =>
  "outputExpired" in result;

/** The output of a result in its pieces, numbered by their place from 1. */
export function toPieces(result: StoredResult): OutputPiece[] {
  if (hasExpiredOutput(result)) return [];
  if ("pieces" in result) return result.pieces;
  const pieces: OutputPiece[] = [
    ["stdout", result.stdout],
    ["stderr", result.stderr],
  ];
  return pieces.filter(([, text]) => text !== "");
}

/** A result as `GET /jobs/:jobId` gives it. */
export function toJobResult(result: StoredResult): JobResult {
  if (hasExpiredOutput(result)) return { output: "", stdout: "", stderr: "", ...result };
  if (!("pieces" in result)) return result;
  const { pieces, ...figures } = result;
  const join = (isWanted: (piece: OutputPiece) => boolean): string =>
    pieces
      .filter(isWanted)
      .map(([, text]) => text)
      .join("");
  return {
    output: join(() => true),
    stdout: join(([stream]) => stream === "stdout"),
    stderr: join(([stream]) => stream === "stderr"),
    ...figures,
  };
}
