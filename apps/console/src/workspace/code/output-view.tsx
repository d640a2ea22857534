import { useLayoutEffect, useRef } from "preact/hooks";
import type { OutputLog } from "./output-log.js";

/** Nearer to the end than this, one wants to go on seeing the end. */
const FOLLOW_PX = 40;

/** The output as it grows: what is drawn stays, and only new segments are added. */
export function OutputView({ log, label }: { log: OutputLog; label: string }) {
  const element = useRef<HTMLPreElement>(null);
  const drawn = useRef({ log, generation: -1, segments: 0 });
  useLayoutEffect(() => {
    const { current: target } = element;
    if (target === null) return;
    const isAtEnd = target.scrollHeight - target.scrollTop - target.clientHeight < FOLLOW_PX;
    const { current: done } = drawn;
    if (done.log !== log || done.generation !== log.generation) {
      target.replaceChildren();
      drawn.current = { log, generation: log.generation, segments: 0 };
    }
    const fragment = document.createDocumentFragment();
    for (const { stream, text } of log.segments.slice(drawn.current.segments)) {
      const span = document.createElement("span");
      span.className = stream;
      span.textContent = text;
      fragment.append(span);
    }
    drawn.current.segments = log.segments.length;
    target.append(fragment);
    if (isAtEnd) target.scrollTop = target.scrollHeight;
  });
  return (
    // It scrolls, so it takes the focus; what comes in is not read out piece by piece.
    <pre
      class="output-text"
      ref={element}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={label}
    />
  );
}
