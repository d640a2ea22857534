import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { BOARD } from "./note.js";

/** Smaller, notes could not be read: the board scrolls instead. */
const MIN_SCALE = 0.72;
const MAX_SCALE = 1.4;
/** Around the board, on both sides together. */
const MARGIN = 24;

/** How large the board is drawn: so that the whole of it is seen, as far as it can still be read. */
export function useScale(viewport: RefObject<HTMLElement | null>): number {
  const [scale, setScale] = useState(1);
  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null) return undefined;
    const fit = (): void => {
      const { clientWidth, clientHeight } = element;
      if (clientWidth === 0) return;
      const whole = Math.min(
        (clientWidth - MARGIN) / BOARD.width,
        (clientHeight - MARGIN) / BOARD.height,
      );
      setScale(Math.min(Math.max(whole, MIN_SCALE), MAX_SCALE));
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    return () => observer.disconnect();
  }, [viewport]);
  return scale;
}
