import { createStore, type Store } from "../state/store.js";

/** `system` follows the browser's `prefers-color-scheme`. */
export type Theme = "system" | "light" | "dark";

/** Also read by public/theme.js before the first paint. */
const STORAGE_KEY = "workspace.theme";

const chosen = createStore<Theme>(readTheme());

/** The theme that the person has chosen in this browser. */
export const theme: Store<Theme> = chosen;

export function chooseTheme(next: Theme): void {
  chosen.set(next);
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    if (next === "system") localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // Storage is closed to this page: the choice holds until it is left.
  }
}

function readTheme(): Theme {
  const given = document.documentElement.dataset["theme"];
  return given === "light" || given === "dark" ? given : "system";
}
