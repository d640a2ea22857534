import type { JobResult, OutputPiece } from "@workspace/common/contracts/jobs";

type Output = Pick<JobResult, "output" | "stdout" | "stderr">;

/**
 * A job's result as its row has it: the output once, in the pieces in which it was sent. Results that
 * were written before pieces were kept, and of which nobody can tell any more which part of `output` came
 * from which stream, still have their three texts.
 */
export type StoredResult = Omit<JobResult, keyof Output> & ({ pieces: OutputPiece[] } | Output);

/** The output of a result in its pieces, numbered by their place from 1. */
export function toPieces(result: StoredResult): OutputPiece[] {
  if ("pieces" in result) return result.pieces;
  const pieces: OutputPiece[] = [
    ["stdout", result.stdout],
    ["stderr", result.stderr],
  ];
  return pieces.filter(([, text]) => text !== "");
}

/** A result as `GET /jobs/:jobId` gives it. */
export function toJobResult(result: StoredResult): JobResult {
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
