import { useEffect, useMemo } from "preact/hooks";
import { useStore } from "../../state/store.js";
import { Avatar } from "../../ui/avatar.js";
import { describeFailure } from "../../ui/describe-failure.js";
import { RelativeTime } from "../../ui/relative-time.js";
import type { OpenProject } from "../open-project.js";
import { mergeEntries } from "./activity-entry.js";

/** Who did what, newest first. */
export function ActivityPanel({ project }: { project: OpenProject }) {
  const { activity, people } = project;
  const { entries, hasEarlier, isLoading, failure } = useStore(activity.state);
  // Names may come after the entries.
  const members = useStore(people.members);
  useEffect(() => void activity.load(), [activity]);
  const merged = useMemo(() => mergeEntries(entries ?? []), [entries, members]);
  return (
    <div class="panel-scroll" tabIndex={0} role="group" aria-label="Activity">
      {entries === null && failure === null && (
        <p class="panel-state muted">
          <span class="spinner" /> Loading the activity
        </p>
      )}
      <ol class="activity">
        {merged.map(({ seq, actorId, at, text, count }) => (
          <li key={seq}>
            <Avatar userId={actorId ?? ""} name={people.nameOf(actorId)} size={24} isDecoration />
            <p>
              <strong class="user-text">{people.nameOf(actorId)}</strong> {text}
              {count > 1 && !text.startsWith("wrote") && <span class="muted"> {count} times</span>}
              <span class="activity-time">
                <RelativeTime at={at} />
              </span>
            </p>
          </li>
        ))}
      </ol>
      {failure !== null && (
        <p class="notice bad">
          <span>{describeFailure(failure)}</span>
          <button
            type="button"
            class="button small"
            onClick={() => void (entries === null ? activity.load() : activity.loadEarlier())}
          >
            Try again
          </button>
        </p>
      )}
      {hasEarlier && failure === null && (
        <button
          type="button"
          class="button panel-more"
          disabled={isLoading}
          onClick={() => void activity.loadEarlier()}
        >
          Earlier
        </button>
      )}
    </div>
  );
}
