import { useRef } from "preact/hooks";
import { Icon, type IconName } from "../ui/icon.js";
import { type PanelName, panelIdOf, tabIdOf } from "./panels.js";

interface PanelTabsProps {
  /** On a phone, where the board is a tab too. */
  hasBoard: boolean;
  selected: PanelName;
  onSelect: (name: PanelName) => void;
}

const TABS: readonly { name: PanelName; label: string; icon: IconName }[] = [
  { name: "board", label: "Board", icon: "board" },
  { name: "code", label: "Code", icon: "code" },
  { name: "activity", label: "Activity", icon: "activity" },
  { name: "members", label: "Members", icon: "people" },
];

/** Which panel is shown. Arrow keys go from tab to tab, as the ARIA pattern has it. */
export function PanelTabs({ hasBoard, selected, onSelect }: PanelTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const tabs = TABS.filter(({ name }) => hasBoard || name !== "board");
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = tabs.findIndex(({ name }) => name === selected);
    const next = tabs.at((index + step) % tabs.length);
    if (next === undefined) return;
    onSelect(next.name);
    list.current?.querySelector<HTMLElement>(`#${tabIdOf(next.name)}`)?.focus();
  }
  return (
    <div class="tabs" role="tablist" aria-label="Panels" ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ name, label, icon }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={tabIdOf(name)}
          aria-selected={name === selected}
          aria-controls={panelIdOf(name)}
          tabIndex={name === selected ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </div>
  );
}
