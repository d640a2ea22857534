import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.js";

interface EmptyStateProps {
  icon: IconName;
  title: string;
  text: string;
  /** Without a frame, within a panel. */
  isPlain?: boolean;
  children?: ComponentChildren;
}

/** What stands where there is nothing yet, and what to do about it. */
export function EmptyState({ icon, title, text, isPlain = false, children }: EmptyStateProps) {
  return (
    <div class={isPlain ? "empty plain" : "empty"}>
      <Icon name={icon} size={28} />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}
