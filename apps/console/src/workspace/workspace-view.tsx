import { useState } from "preact/hooks";
import { useTitle } from "../router/use-title.js";
import { ActivityPanel } from "./activity/activity-panel.js";
import { Board } from "./board/board.js";
import { CodePanel } from "./code/code-panel.js";
import { MembersPanel } from "./members/members-panel.js";
import type { OpenProject } from "./open-project.js";
import { PanelTabs } from "./panel-tabs.js";
import { type PanelName, panelIdOf, tabIdOf, usePhone } from "./panels.js";
import { SidePanel } from "./side-panel.js";
import { useProject } from "./use-room-value.js";
import { WorkspaceHeader } from "./workspace-header.js";

/** The board with a panel beside it; on a phone one of them at a time. */
export function WorkspaceView({ project }: { project: OpenProject }) {
  useTitle(useProject(project.room).name);
  const isPhone = usePhone();
  const [chosen, choose] = useState<PanelName>("board");
  // Beside the board there is always a panel, and first the code.
  const panel = !isPhone && chosen === "board" ? "code" : chosen;
  return (
    <>
      <WorkspaceHeader project={project} />
      <main class="workspace" id="main" tabIndex={-1} data-panel={panel}>
        <div
          class="workspace-board"
          {...(isPhone
            ? { role: "tabpanel", id: panelIdOf("board"), "aria-labelledby": tabIdOf("board") }
            : {})}
        >
          <Board room={project.room} userId={project.user.id} />
        </div>
        <div class="workspace-side">
          <PanelTabs hasBoard={isPhone} selected={panel} onSelect={choose} />
          <SidePanel name="code" selected={panel}>
            <CodePanel project={project} />
          </SidePanel>
          <SidePanel name="activity" selected={panel}>
            {panel === "activity" && <ActivityPanel project={project} />}
          </SidePanel>
          <SidePanel name="members" selected={panel}>
            {panel === "members" && <MembersPanel project={project} />}
          </SidePanel>
        </div>
      </main>
    </>
  );
}
