import { useStore } from "../../state/store.js";
import { describeFailure } from "../../ui/describe-failure.js";
import { EmptyState } from "../../ui/empty-state.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { describeDuration } from "./run.js";
import { RunBadge } from "./run-badge.js";
import type { Runs } from "./runs.js";

interface HistoryListProps {
  runs: Runs;
  openedId: string | null;
  nameOf: (userId: string | null) => string;
  onOpen: (jobId: string) => void;
}

/** Every run of the project, newest first. */
export function HistoryList({ runs, openedId, nameOf, onOpen }: HistoryListProps) {
  const list = useStore(runs.list);
  const failure = useStore(runs.failure);
  if (list === null)
    return failure === null ? (
      <p class="panel-state muted">
        <span class="spinner" /> Loading the runs
      </p>
    ) : (
      <p class="notice bad">
        <span>{describeFailure(failure)}</span>
        <button type="button" class="button small" onClick={() => void runs.reload()}>
          Try again
        </button>
      </p>
    );
  if (list.length === 0)
    return (
      <EmptyState
        icon="play"
        title="Nothing has been run yet"
        text="Programs that anybody in the project runs are kept here with their output."
        isPlain
      />
    );
  return (
    <ul class="history">
      {list.map(({ id, status, error, submittedBy, createdAt, executionTime }) => (
        <li key={id}>
          <button
            type="button"
            class="history-row"
            aria-current={id === openedId ? "true" : undefined}
            onClick={() => onOpen(id)}
          >
            <RunBadge status={status} error={error} />
            <span class="truncate user-text">{nameOf(submittedBy)}</span>
            <span class="muted history-time">
              {executionTime !== null && `${describeDuration(executionTime)} · `}
              <RelativeTime at={createdAt} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
