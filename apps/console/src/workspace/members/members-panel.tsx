import type { GrantableRole } from "@workspace/common/contracts/projects";
import { can } from "@workspace/common/permissions";
import { useState } from "preact/hooks";
import { useStore } from "../../state/store.js";
import { Avatar } from "../../ui/avatar.js";
import { ConfirmDialog } from "../../ui/confirm-dialog.js";
import { describeFailure } from "../../ui/describe-failure.js";
import { Icon } from "../../ui/icon.js";
import { showToast } from "../../ui/toasts.js";
import type { OpenProject } from "../open-project.js";
import { useMembersHere, useRole } from "../use-room-value.js";
import { AddMemberForm } from "./add-member-form.js";
import type { ProjectMember } from "./people.js";
import { GRANTABLE_ROLES, ROLE_NAMES, toGrantableRole } from "./role-name.js";

/** Who is in the project with which role; its owner changes both here. */
export function MembersPanel({ project }: { project: OpenProject }) {
  const { room, workspace, people, user } = project;
  const { projectId } = room;
  const { collaborators } = workspace;
  const members = useStore(people.members);
  const failure = useStore(people.failure);
  const here = new Set(useMembersHere(room).map(({ userId }) => userId));
  const isManager = can(useRole(room), "collaborators:manage");
  const [leaving, setLeaving] = useState<ProjectMember | null>(null);

  async function setRole(userId: string, role: GrantableRole): Promise<void> {
    try {
      await collaborators.setRole(projectId, userId, role);
    } catch (error) {
      showToast("bad", `The role was not changed. ${describeFailure(error)}`);
    }
    await people.reload();
  }

  return (
    <div class="panel-scroll" tabIndex={0} role="group" aria-label="Members">
      {isManager && (
        <AddMemberForm
          onAdd={async (member) => {
            await collaborators.add(projectId, member);
            await people.reload();
          }}
        />
      )}
      {members === null && failure === null && (
        <p class="panel-state muted">
          <span class="spinner" /> Loading the members
        </p>
      )}
      {failure !== null && (
        <p class="notice bad">
          <span>{describeFailure(failure)}</span>
          <button type="button" class="button small" onClick={() => void people.reload()}>
            Try again
          </button>
        </p>
      )}
      <ul class="members">
        {members?.map((member) => (
          <li key={member.userId}>
            <Avatar userId={member.userId} name={member.name} size={32} isDecoration />
            <div class="member-name">
              <p class="truncate">
                <span class="user-text">{member.name}</span>
                {member.userId === user.id && <span class="muted"> (you)</span>}
              </p>
              <p class="truncate muted">
                {here.has(member.userId) ? (
                  <span class="here">
                    <span class="dot" /> Here now
                  </span>
                ) : (
                  (member.email ?? "Away")
                )}
              </p>
            </div>
            {isManager && member.role !== "OWNER" ? (
              <>
                <select
                  class="select small"
                  aria-label={`Role of ${member.name}`}
                  value={member.role}
                  onChange={(event) =>
                    void setRole(member.userId, toGrantableRole(event.currentTarget.value))
                  }
                >
                  {GRANTABLE_ROLES.map((name) => (
                    <option key={name} value={name}>
                      {ROLE_NAMES[name]}
                    </option>
                  ))}
                </select>
                <button
                  type="button"
                  class="button quiet small icon-only"
                  aria-label={`Remove ${member.name}`}
                  title="Remove"
                  onClick={() => setLeaving(member)}
                >
                  <Icon name="close" size={14} />
                </button>
              </>
            ) : (
              <span class="badge">{ROLE_NAMES[member.role]}</span>
            )}
          </li>
        ))}
      </ul>
      {!isManager && <p class="panel-note muted">Only the owner adds and removes members.</p>}
      {leaving !== null && (
        <ConfirmDialog
          title="Remove from the project?"
          message={`${leaving.name} can no longer open the project, and is shown out at once.`}
          action="Remove"
          onConfirm={async () => {
            await collaborators.remove(projectId, leaving.userId);
            await people.reload();
          }}
          onClose={() => setLeaving(null)}
        />
      )}
    </div>
  );
}
