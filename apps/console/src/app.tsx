import type { Account } from "@workspace/common/contracts/auth";
import { useEffect, useErrorBoundary, useRef } from "preact/hooks";
import { LogInPage } from "./auth/log-in-page.js";
import { SignUpPage } from "./auth/sign-up-page.js";
import { useSession } from "./auth/use-session.js";
import { ProjectsPage } from "./projects/projects-page.js";
import { Link } from "./router/link.js";
import { currentPath, navigate, readRoute, type Route } from "./router/router.js";
import { useTitle } from "./router/use-title.js";
import { useStore } from "./state/store.js";
import { FullMessage } from "./ui/full-message.js";
import { Toasts } from "./ui/toasts.js";
import { WorkspacePage } from "./workspace/workspace-page.js";

/** The console: the page that the address names, for who is signed in. */
export function App() {
  const path = useStore(currentPath);
  const [error, reset] = useErrorBoundary();
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      {error === undefined ? <Page path={path} /> : <Broken onRetry={reset} />}
      <Toasts />
    </>
  );
}

function Page({ path }: { path: string }) {
  const { user, notice } = useSession();
  const route = readRoute(path);
  const isGate = route.name === "logIn" || route.name === "signUp";
  const target = readTarget(route, user, path);
  useEffect(() => {
    if (target !== null) navigate(target, { replace: true });
  }, [target]);
  useFocusOnArrival(path);
  if (route.name === "unknown") return <NotFound />;
  if (user === null) {
    if (route.name === "signUp") return <SignUpPage />;
    return route.name === "logIn" ? <LogInPage notice={notice} /> : null;
  }
  if (isGate) return null;
  return route.name === "workspace" ? (
    <WorkspacePage key={route.projectId} user={user} projectId={route.projectId} />
  ) : (
    <ProjectsPage user={user} />
  );
}

/** Where one wanted to go before one had to sign in. */
let wanted: string | null = null;

/** Who is not in is led to the gate, and from there on to where they wanted to go. */
function readTarget(route: Route, user: Account | null, path: string): string | null {
  const isGate = route.name === "logIn" || route.name === "signUp";
  if (user === null && !isGate && route.name !== "unknown") {
    wanted = path;
    return "/login";
  }
  if (user !== null && isGate) return wanted ?? "/";
  if (user !== null) wanted = null;
  return null;
}

/** A new page begins at its top, for screen readers too; the first one is where the browser puts it. */
function useFocusOnArrival(path: string): void {
  const first = useRef(path);
  useEffect(() => {
    if (first.current === path) return;
    first.current = "";
    document.querySelector<HTMLElement>("main[tabindex]")?.focus();
  }, [path]);
}

function NotFound() {
  useTitle("Not found");
  return (
    <FullMessage icon="folder" title="There is nothing here" text="The address leads nowhere.">
      <Link class="button primary" to="/">
        Go to your projects
      </Link>
    </FullMessage>
  );
}

function Broken({ onRetry }: { onRetry: () => void }) {
  useTitle("Something broke");
  return (
    <FullMessage
      icon="alert"
      title="Something broke on this page"
      text="What you have saved is safe. Try again, or reload the page."
    >
      <button type="button" class="button primary" onClick={onRetry}>
        Try again
      </button>
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload
      </button>
    </FullMessage>
  );
}
