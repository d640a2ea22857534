import { useEffect, useState } from "preact/hooks";

/** What a workspace consists of. On a phone the board is one of them. */
export type PanelName = "board" | "code" | "activity" | "members";

export const panelIdOf = (name: PanelName): string => `panel-${name}`;
export const tabIdOf = (name: PanelName): string => `tab-${name}`;

/** As in styles/workspace.css. */
const PHONE = "(max-width: 820px)";

/** Whether there is room for one thing at a time only. */
export function usePhone(): boolean {
  const [isPhone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const query = matchMedia(PHONE);
    const look = (): void => setPhone(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return isPhone;
}
