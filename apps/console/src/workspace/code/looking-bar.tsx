import { Icon } from "../../ui/icon.js";
import { LANGUAGE_NAMES } from "./samples.js";
import type { Program } from "./use-program.js";

interface LookingBarProps {
  program: Program;
  nameOf: (userId: string | null) => string;
}

/** Says whose program the editor shows in place of one's own, and leads back. */
export function LookingBar({ program, nameOf }: LookingBarProps) {
  const { job, isAllowed, takeOver, open } = program;
  return (
    <div class="looking">
      <p class="grow truncate">
        {job === null ? (
          "Loading the program"
        ) : (
          <>
            {LANGUAGE_NAMES[job.payload.language]} of{" "}
            <span class="user-text">{nameOf(job.submittedBy)}</span>
          </>
        )}
      </p>
      {isAllowed && (
        <>
          <button type="button" class="button small" disabled={job === null} onClick={takeOver}>
            Edit a copy
          </button>
          <button
            type="button"
            class="button quiet small icon-only"
            aria-label="Back to your own program"
            title="Back to your own program"
            onClick={() => open(null)}
          >
            <Icon name="close" size={14} />
          </button>
        </>
      )}
    </div>
  );
}
