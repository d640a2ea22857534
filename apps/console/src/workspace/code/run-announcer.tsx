import { describeStatus, isFinished, type Run } from "./run.js";

interface RunAnnouncerProps {
  /** The newest. */
  run: Run | undefined;
  nameOf: (userId: string | null) => string;
}

/** Tells screen readers how the newest run goes. */
export function RunAnnouncer({ run, nameOf }: RunAnnouncerProps) {
  const words =
    run === undefined
      ? ""
      : isFinished(run.status)
        ? `The run of ${nameOf(run.submittedBy)}: ${describeStatus(run.status, run.error).text}`
        : `${nameOf(run.submittedBy)} runs a program`;
  return (
    <p class="visually-hidden" role="status">
      {words}
    </p>
  );
}
