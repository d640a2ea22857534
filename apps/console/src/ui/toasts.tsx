import { createStore, useStore } from "../state/store.js";
import { Icon } from "./icon.js";

interface Toast {
  id: number;
  kind: "good" | "bad";
  message: string;
}

const SHOWN_MS = 6000;
const MAX_SHOWN = 3;

const toasts = createStore<readonly Toast[]>([]);
let lastId = 0;

/** Tells something for some seconds; the same again takes the place of the first. */
export function showToast(kind: Toast["kind"], message: string): void {
  lastId += 1;
  const id = lastId;
  toasts.update((shown) =>
    [...shown.filter((toast) => toast.message !== message), { id, kind, message }].slice(
      -MAX_SHOWN,
    ),
  );
  setTimeout(() => dismiss(id), SHOWN_MS);
}

const dismiss = (id: number): void =>
  toasts.update((shown) => shown.filter((toast) => toast.id !== id));

/** Where the messages appear, which screen readers are told of. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {useStore(toasts).map(({ id, kind, message }) => (
        <div class={`toast ${kind}`} key={id}>
          <Icon name={kind === "good" ? "check" : "alert"} />
          <p class="user-text">{message}</p>
          <button
            type="button"
            class="button quiet small icon-only"
            aria-label="Dismiss"
            onClick={() => dismiss(id)}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
