import type { Account } from "@workspace/common/contracts/auth";
import type { ProjectSummary } from "@workspace/common/contracts/projects";
import { useState } from "preact/hooks";
import { AccountMenu } from "../auth/account-menu.js";
import { Link } from "../router/link.js";
import { projectPath } from "../router/router.js";
import { useTitle } from "../router/use-title.js";
import { describeFailure } from "../ui/describe-failure.js";
import { EmptyState } from "../ui/empty-state.js";
import { Icon } from "../ui/icon.js";
import { RelativeTime } from "../ui/relative-time.js";
import { ROLE_NAMES } from "../workspace/members/role-name.js";
import { CreateProjectDialog } from "./create-project-dialog.js";
import { useProjects } from "./use-projects.js";

/** Every project that one is a member of. */
export function ProjectsPage({ user }: { user: Account }) {
  useTitle("Projects");
  const { projects, hasMore, isLoading, failure, loadMore } = useProjects();
  const [isCreating, setCreating] = useState(false);
  const newProject = (
    <button type="button" class="button primary" onClick={() => setCreating(true)}>
      <Icon name="plus" />
      New project
    </button>
  );
  return (
    <>
      <header class="bar">
        <Link class="brand" to="/">
          <Icon name="logo" size={18} />
          Workspace
        </Link>
        <span class="grow" />
        <AccountMenu user={user} />
      </header>
      <main class="page" id="main" tabIndex={-1} aria-busy={isLoading}>
        <div class="page-head">
          <div>
            <h1>Projects</h1>
            <p>Boards and programs that you share with others.</p>
          </div>
          {projects !== null && projects.length > 0 && newProject}
        </div>
        {failure !== null && (
          <p class="notice bad" role="alert">
            <Icon name="alert" />
            <span class="grow">{describeFailure(failure)}</span>
            <button type="button" class="button small" onClick={() => void loadMore()}>
              Try again
            </button>
          </p>
        )}
        {projects === null ? (
          failure === null && <Skeletons />
        ) : projects.length === 0 ? (
          <EmptyState
            icon="board"
            title="No projects yet"
            text="Start one, or ask somebody to add you to theirs by your e-mail address."
          >
            {newProject}
          </EmptyState>
        ) : (
          <ul class="project-list">
            {projects.map((project) => (
              <li key={project.id}>
                <ProjectCard project={project} />
              </li>
            ))}
          </ul>
        )}
        {hasMore && failure === null && (
          <button
            type="button"
            class="button page-more"
            disabled={isLoading}
            onClick={() => void loadMore()}
          >
            Show more
          </button>
        )}
      </main>
      {isCreating && <CreateProjectDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function ProjectCard({ project }: { project: ProjectSummary }) {
  const { id, name, description, role, collaborators, updatedAt } = project;
  const members = collaborators + 1;
  return (
    <Link class="project-card" to={projectPath(id)}>
      <h2 class="user-text">{name}</h2>
      {description !== "" && <p class="user-text">{description}</p>}
      <div class="project-meta">
        <span class={role === "OWNER" ? "badge accent" : "badge"}>{ROLE_NAMES[role]}</span>
        <span>
          <Icon name="people" size={14} />
          {members}
          <span class="visually-hidden">{members === 1 ? "member" : "members"}</span>
        </span>
        <RelativeTime at={updatedAt} />
      </div>
    </Link>
  );
}

const Skeletons = () => (
  <div class="project-list" role="status" aria-label="Loading the projects">
    <div class="skeleton" />
    <div class="skeleton" />
    <div class="skeleton" />
  </div>
);
