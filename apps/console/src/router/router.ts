import { createStore, type Store } from "../state/store.js";

/** What an address shows. */
export type Route =
  | { name: "projects" }
  | { name: "logIn" }
  | { name: "signUp" }
  | { name: "workspace"; projectId: string }
  | { name: "unknown" };

const PROJECT_PATH = /^\/projects\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;

/** The address of a project's workspace. */
export const projectPath = (projectId: string): string => `/projects/${projectId}`;

export function readRoute(pathname: string): Route {
  if (pathname === "/" || pathname === "/projects" || pathname === "/projects/")
    return { name: "projects" };
  if (pathname === "/login") return { name: "logIn" };
  if (pathname === "/signup") return { name: "signUp" };
  const projectId = PROJECT_PATH.exec(pathname)?.[1];
  return projectId === undefined
    ? { name: "unknown" }
    : { name: "workspace", projectId: projectId.toLowerCase() };
}

const pathname = createStore(location.pathname);
addEventListener("popstate", () => pathname.set(location.pathname));

/** The path that the page is at, kept in the browser's history. */
export const currentPath: Store<string> = pathname;

/** Goes to another page of the console. */
export function navigate(path: string, { replace = false } = {}): void {
  if (path !== location.pathname) {
    if (replace) history.replaceState(null, "", path);
    else history.pushState(null, "", path);
    scrollTo(0, 0);
  }
  pathname.set(path);
}
