import { useEffect } from "preact/hooks";

/** Longer names would only hide the rest. */
const MAX_TITLE = 80;

/** Names the page in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title.slice(0, MAX_TITLE)} · Workspace`;
  }, [title]);
}
