import type { LiveRoom } from "@workspace/client/live-room";
import { useEffect, useRef } from "preact/hooks";
import { colorOf } from "../../ui/person-color.js";

/** A cursor has come to rest this long after its last message. */
const REST_MS = 250;
const SVG = "http://www.w3.org/2000/svg";

/** Everybody else's cursor, drawn frame by frame beside the components, and only while one moves. */
export function CursorLayer({ room, scale }: { room: LiveRoom; scale: number }) {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = layer.current;
    return element === null ? undefined : drawCursors(room, element, scale);
  }, [room, scale]);
  return <div class="cursors" ref={layer} aria-hidden="true" />;
}

function drawCursors(room: LiveRoom, layer: HTMLElement, scale: number): () => void {
  const shown = new Map<string, HTMLElement>();
  const hasLessMotion = matchMedia("(prefers-reduced-motion: reduce)");
  let restsAtMs = 0;
  let frame: number | null = null;

  function draw(nowMs: number): void {
    frame = null;
    const cursors = hasLessMotion.matches ? room.cursors.latest() : room.cursors.sample(nowMs);
    const gone = new Set(shown.keys());
    for (const { userId, name, x, y } of cursors) {
      gone.delete(userId);
      const element = shown.get(userId) ?? createCursor(userId, name);
      if (!shown.has(userId)) layer.append(element);
      shown.set(userId, element);
      element.style.transform = `translate(${toPixel(x * scale)}px, ${toPixel(y * scale)}px)`;
    }
    for (const userId of gone) {
      shown.get(userId)?.remove();
      shown.delete(userId);
    }
    if (nowMs < restsAtMs) wake();
  }

  function wake(): void {
    frame ??= requestAnimationFrame(draw);
  }

  const subscriptions = [
    room.cursors.onMove(() => {
      restsAtMs = performance.now() + REST_MS;
      wake();
    }),
    room.on("members", wake),
    room.on("status", wake),
  ];
  wake();
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
    if (frame !== null) cancelAnimationFrame(frame);
    layer.replaceChildren();
  };
}

/** Between two of the screen's pixels names would be blurred. */
const toPixel = (length: number): number =>
  Math.round(length * devicePixelRatio) / devicePixelRatio;

function createCursor(userId: string, name: string): HTMLElement {
  const cursor = document.createElement("div");
  cursor.className = "cursor";
  cursor.dataset["user"] = userId;
  cursor.style.setProperty("--person", colorOf(userId));
  const arrow = document.createElementNS(SVG, "svg");
  arrow.setAttribute("viewBox", "0 0 18 20");
  arrow.setAttribute("width", "18");
  arrow.setAttribute("height", "20");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M1.5 1.5 16 9.2l-6.4 1.7-3.3 6.2Z");
  arrow.append(path);
  const label = document.createElement("span");
  label.className = "cursor-name user-text";
  label.textContent = name;
  cursor.append(arrow, label);
  return cursor;
}
