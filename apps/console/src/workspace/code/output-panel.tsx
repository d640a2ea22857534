import { useStore } from "../../state/store.js";
import { describeFailure } from "../../ui/describe-failure.js";
import { Icon } from "../../ui/icon.js";
import { showToast } from "../../ui/toasts.js";
import { OutputView } from "./output-view.js";
import { describeDuration, describeStatus, isFinished, type Run } from "./run.js";
import { RunBadge } from "./run-badge.js";
import type { Watch, WatchedRun } from "./watch-run.js";

interface OutputPanelProps {
  watch: Watch;
  /** Of the list, which hears of a change first. */
  run: Run | undefined;
  nameOf: (userId: string | null) => string;
  /** Undefined for those who may not. */
  onCancel: (() => void) | undefined;
}

/** One run: how it goes, what it prints, and why it ended. */
export function OutputPanel({ watch, run, nameOf, onCancel }: OutputPanelProps) {
  const watched = useStore(watch.state);
  const { job, log } = watched;
  const status = run?.status ?? job?.status ?? "PENDING";
  const error = job?.error ?? run?.error ?? null;
  const submittedBy = run?.submittedBy ?? job?.submittedBy ?? null;
  const ms = job?.result?.executionTime ?? run?.executionTime ?? null;
  const hasErrors = log.segments.some(({ stream }) => stream === "stderr");
  return (
    <section class="output" aria-label="Output">
      <header class="output-head">
        <RunBadge status={status} error={error} />
        <span class="truncate muted">
          <span class="user-text">{nameOf(submittedBy)}</span>
          {ms !== null && isFinished(status) && ` · ${describeDuration(ms)}`}
          {job?.result != null && job.result.exitCode !== null && job.result.exitCode !== 0 && (
            <> · exit code {job.result.exitCode}</>
          )}
        </span>
        <span class="grow" />
        {hasErrors && <span class="stderr-key">stderr</span>}
        {isFinished(status)
          ? log.segments.length > 0 && (
              <button
                type="button"
                class="button quiet small icon-only"
                aria-label="Copy the output"
                title="Copy the output"
                onClick={() => void copyOutput(watched)}
              >
                <Icon name="copy" size={14} />
              </button>
            )
          : onCancel !== undefined && (
              <button type="button" class="button small" onClick={onCancel}>
                <Icon name="stop" size={12} />
                Cancel
              </button>
            )}
      </header>
      <OutputNotices watched={watched} onRetry={watch.retry} />
      <OutputView log={log} label={`Output, ${describeStatus(status, error).text}`} />
      {isFinished(status) && log.segments.length === 0 && watched.failure === null && (
        <p class="output-none muted">
          {watched.hasExpired ? "The output is kept no longer." : "It printed nothing."}
        </p>
      )}
      {error !== null && (
        <p class="output-error user-text">
          <Icon name="alert" size={14} />
          <span>{error.message.slice(0, MAX_ERROR_CHARS)}</span>
        </p>
      )}
    </section>
  );
}

/** A message may be 64 KiB of what the program made of it. */
const MAX_ERROR_CHARS = 1200;

function OutputNotices({ watched, onRetry }: { watched: WatchedRun; onRetry: () => void }) {
  const { failure, log, job } = watched;
  if (failure !== null)
    return (
      <p class="notice bad">
        <span>{describeFailure(failure)}</span>
        <button type="button" class="button small" onClick={onRetry}>
          Try again
        </button>
      </p>
    );
  if (job?.result?.truncated === true)
    return <p class="notice warn">The program printed more than is kept.</p>;
  if (log.isCut) return <p class="notice">Only the end of the output is shown.</p>;
  return null;
}

async function copyOutput({ log }: WatchedRun): Promise<void> {
  try {
    await navigator.clipboard.writeText(log.segments.map(({ text }) => text).join(""));
    showToast("good", "Copied.");
  } catch {
    showToast("bad", "This browser does not let the page copy.");
  }
}
