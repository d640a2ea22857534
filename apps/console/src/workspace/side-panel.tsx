import type { ComponentChildren } from "preact";
import { type PanelName, panelIdOf, tabIdOf } from "./panels.js";

interface SidePanelProps {
  name: PanelName;
  selected: PanelName;
  children: ComponentChildren;
}

/** One panel. It stays in the page when another is shown, so that nothing written in it is lost. */
export function SidePanel({ name, selected, children }: SidePanelProps) {
  return (
    <div
      class="side-panel"
      role="tabpanel"
      id={panelIdOf(name)}
      aria-labelledby={tabIdOf(name)}
      hidden={name !== selected}
    >
      {children}
    </div>
  );
}
