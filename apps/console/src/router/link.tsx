import type { ComponentChildren } from "preact";
import { navigate } from "./router.js";

interface LinkProps {
  to: string;
  class?: string;
  label?: string;
  children: ComponentChildren;
}

/** A link within the console. Clicks that ask for another tab or window stay the browser's. */
export function Link({ to, class: className, label, children }: LinkProps) {
  const go = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={to} class={className} aria-label={label} onClick={go}>
      {children}
    </a>
  );
}
