import type { Account } from "@workspace/common/contracts/auth";
import { useTitle } from "../router/use-title.js";
import { useWorkspace } from "../workspace-context.js";
import { FullMessage } from "../ui/full-message.js";
import { Link } from "../router/link.js";
import { codeOf, describeFailure } from "../ui/describe-failure.js";
import { navigate } from "../router/router.js";
import { useOpenProject } from "./use-open-project.js";
import { WorkspaceView } from "./workspace-view.js";

/** A project's workspace, or why it cannot be shown. */
export function WorkspacePage({ user, projectId }: { user: Account; projectId: string }) {
  const opening = useOpenProject(useWorkspace(), user, projectId);
  switch (opening.phase) {
    case "joining":
      return <Joining isDelayed={opening.isDelayed} />;
    case "open":
      return <WorkspaceView project={opening.project} />;
    case "refused":
      return <Refused error={opening.error} />;
    case "closed":
      return <Closed reason={opening.closed.reason} message={opening.closed.message} />;
  }
}

function Joining({ isDelayed }: { isDelayed: boolean }) {
  useTitle("Opening");
  return (
    <main class="full-message" id="main" aria-busy="true">
      <span class="spinner" />
      <p role="status">
        {isDelayed ? "The live server cannot be reached. Trying again…" : "Opening the project…"}
      </p>
      {isDelayed && (
        <div class="actions">
          <Link class="button" to="/">
            Back to your projects
          </Link>
        </div>
      )}
    </main>
  );
}

function Refused({ error }: { error: unknown }) {
  const isHidden = codeOf(error) === "FORBIDDEN";
  const isMissing = codeOf(error) === "NOT_FOUND";
  useTitle(isMissing ? "Not found" : "No access");
  if (isHidden)
    return (
      <FullMessage
        icon="door"
        title="You are not a member of this project"
        text="Ask its owner to add you by your e-mail address."
      >
        <BackToProjects />
      </FullMessage>
    );
  if (isMissing)
    return (
      <FullMessage
        icon="folder"
        title="This project does not exist"
        text="It may have been deleted, or the address is not complete."
      >
        <BackToProjects />
      </FullMessage>
    );
  return (
    <FullMessage icon="alert" title="The project cannot be opened" text={describeFailure(error)}>
      <BackToProjects />
      <button type="button" class="button" onClick={() => location.reload()}>
        Try again
      </button>
    </FullMessage>
  );
}

const CLOSED_WORDS: Readonly<Record<string, readonly [title: string, text: string]>> = {
  removed: [
    "You were removed from this project",
    "The owner has taken you out. What you wrote stays with the project.",
  ],
  deleted: ["This project was deleted", "Its owner has deleted it with everything in it."],
};

function Closed({ reason, message }: { reason: string; message: string }) {
  const [title, text] = CLOSED_WORDS[reason] ?? ["The project was closed", message];
  useTitle(title);
  return (
    <FullMessage icon="door" title={title} text={text}>
      <BackToProjects />
    </FullMessage>
  );
}

const BackToProjects = () => (
  <button type="button" class="button primary" onClick={() => navigate("/")}>
    Back to your projects
  </button>
);
