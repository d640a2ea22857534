import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icon.js";

interface FullMessageProps {
  icon: IconName;
  title: string;
  text: string;
  /** The ways on from here. */
  children?: ComponentChildren;
}

/** A page that has only this to say. It takes the focus, so that a screen reader says it. */
export function FullMessage({ icon, title, text, children }: FullMessageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <main class="full-message" id="main">
      <Icon name={icon} size={40} class="big" />
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <p>{text}</p>
      <div class="actions">{children}</div>
    </main>
  );
}
