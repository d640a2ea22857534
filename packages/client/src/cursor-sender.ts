/** One's own cursor. Coordinates are the application's own; `color` as in `#FF0000`. */
export interface OwnCursor {
  readonly x: number;
  readonly y: number;
  readonly color?: string;
}

/** Sends one's own cursor: the first move at once, then no more often than `intervalMs`, the last one always. */
export interface CursorSender {
  move(cursor: OwnCursor): void;
  /** Sends the last position again: who comes back is at a gateway that may not know it. */
  resume(): void;
  close(): void;
}

interface SenderDeps {
  send: (cursor: OwnCursor) => void;
  /** While it says no, only the last position is kept, for {@link CursorSender.resume}. */
  canSend: () => boolean;
  intervalMs: number;
}

export function createCursorSender({ send, canSend, intervalMs }: SenderDeps): CursorSender {
  let last: OwnCursor | null = null;
  let isUnsent = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    timer = null;
    if (last === null || !isUnsent || !canSend()) return;
    isUnsent = false;
    send(last);
    timer = setTimeout(flush, intervalMs);
  }

  function want(): void {
    isUnsent = true;
    if (timer === null) flush();
  }

  return {
    move(cursor) {
      last = cursor;
      want();
    },
    resume: want,
    close() {
      if (timer !== null) clearTimeout(timer);
      last = null;
    },
  };
}
