import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../ui/icon.js";

interface AuthPageProps {
  title: string;
  foot: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of the pages before one is in. */
export function AuthPage({ title, foot, children }: AuthPageProps) {
  const form = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => form.current?.querySelector("input")?.focus(), []);
  return (
    <main class="gate" id="main">
      <div class="gate-card">
        <p class="brand">
          <Icon name="logo" size={20} />
          Workspace
        </p>
        <div class="gate-box" ref={form}>
          <h1>{title}</h1>
          {children}
        </div>
        <p class="gate-foot">{foot}</p>
      </div>
    </main>
  );
}
