import { useRef } from "preact/hooks";

interface Drag {
  pointerId: number;
  from: { x: number; y: number };
  start: { x: number; y: number };
  hasMoved: boolean;
}

interface NoteDragOptions {
  scale: number;
  note: { x: number; y: number };
  onMove: (place: { x: number; y: number }) => void;
}

/** Nearer than this it was a click with an unsteady hand. */
const THRESHOLD_PX = 4;

/** Moves a note by pointer. `wasDragged` tells the click that ends a drag from one that is meant. */
export function useNoteDrag({ scale, note, onMove }: NoteDragOptions) {
  const drag = useRef<Drag | null>(null);
  return {
    wasDragged: () => drag.current?.hasMoved ?? false,
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0) return;
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        drag.current = {
          pointerId: event.pointerId,
          from: { x: event.clientX, y: event.clientY },
          start: { x: note.x, y: note.y },
          hasMoved: false,
        };
      },
      onPointerMove(event: PointerEvent) {
        const { current } = drag;
        if (current?.pointerId !== event.pointerId || event.buttons === 0) return;
        const dx = event.clientX - current.from.x;
        const dy = event.clientY - current.from.y;
        current.hasMoved ||= Math.hypot(dx, dy) >= THRESHOLD_PX;
        if (current.hasMoved)
          onMove({ x: current.start.x + dx / scale, y: current.start.y + dy / scale });
      },
    },
  };
}
