import type { JobError, JobStatus } from "@workspace/common/contracts/jobs";
import { describeStatus } from "./run.js";

/** How a run stands, in a word and a colour. */
export function RunBadge({ status, error }: { status: JobStatus; error: JobError | null }) {
  const { text, tone } = describeStatus(status, error);
  return (
    <span class={`badge ${tone}`}>
      <span class={status === "PROCESSING" ? "dot beating" : "dot"} />
      {text}
    </span>
  );
}
