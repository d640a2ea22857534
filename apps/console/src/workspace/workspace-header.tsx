import { can } from "@workspace/common/permissions";
import { useState } from "preact/hooks";
import { AccountMenu } from "../auth/account-menu.js";
import { Link } from "../router/link.js";
import { AvatarStack } from "../ui/avatar.js";
import { Icon } from "../ui/icon.js";
import { ConnectionPill } from "./connection-pill.js";
import { ROLE_NAMES } from "./members/role-name.js";
import type { OpenProject } from "./open-project.js";
import { PresenceAnnouncer } from "./presence-announcer.js";
import { ProjectSettings } from "./project-settings.js";
import { useMembersHere, useProject, useRole } from "./use-room-value.js";

/** Over the workspace: which project it is, whether it is live, and who is here. */
export function WorkspaceHeader({ project }: { project: OpenProject }) {
  const { room, user } = project;
  const { name } = useProject(room);
  const role = useRole(room);
  const people = useMembersHere(room);
  const [isOpen, setOpen] = useState(false);
  return (
    <header class="bar">
      <Link class="button quiet icon-only" to="/" label="All projects">
        <Icon name="back" />
      </Link>
      <h1 class="bar-title truncate user-text">{name}</h1>
      {can(role, "project:edit") && (
        <button
          type="button"
          class="button quiet icon-only"
          aria-label="Project settings"
          title="Project settings"
          onClick={() => setOpen(true)}
        >
          <Icon name="more" />
        </button>
      )}
      {!can(role, "project:edit") && <span class="badge wide-only">{ROLE_NAMES[role]}</span>}
      <span class="grow" />
      <ConnectionPill room={room} />
      <AvatarStack people={people} label="Here now" />
      <PresenceAnnouncer room={room} />
      <AccountMenu user={user} />
      {isOpen && <ProjectSettings project={project} onClose={() => setOpen(false)} />}
    </header>
  );
}
