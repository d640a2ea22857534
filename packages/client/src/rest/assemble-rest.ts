import { createApi } from "./api.js";
import { type Auth, createAuth } from "./auth.js";
import { createAuthorized } from "./authorized.js";
import { type Collaborators, createCollaborators } from "./collaborators.js";
import { createHttp } from "./http.js";
import { createJobs, type Jobs } from "./jobs.js";
import { createLanguages, type Languages } from "./languages.js";
import { createProjects, type Projects } from "./projects.js";
import { createSessionKeeper, type SessionKeeper } from "./session-keeper.js";
import { createMemoryStore, type SessionStore } from "./session-store.js";

export interface RestOptions {
  /** Origin of the REST API, such as `https://api.example.com`; "" is the page's own. */
  url: string;
  /** Where the session is kept; by default it is forgotten with the application. */
  sessionStore?: SessionStore;
  /** Longest wait for an answer. */
  requestTimeoutMs?: number;
}

/** The REST API of a workspace, as one user has it. */
export interface Rest {
  readonly auth: Auth;
  readonly projects: Projects;
  readonly collaborators: Collaborators;
  readonly jobs: Jobs;
  readonly languages: Languages;
}

/** The REST API, and what its session is kept by. */
export function assembleRest({
  url,
  sessionStore = createMemoryStore(),
  requestTimeoutMs = 15_000,
}: RestOptions): { rest: Rest; keeper: SessionKeeper } {
  const http = createHttp({ url, requestTimeoutMs });
  const keeper = createSessionKeeper(http, sessionStore);
  const send = createAuthorized(http, keeper);
  const api = createApi(send);
  return {
    keeper,
    rest: {
      auth: createAuth({ http, send, keeper }),
      projects: createProjects(api),
      collaborators: createCollaborators(api),
      jobs: createJobs(api),
      languages: createLanguages(api),
    },
  };
}
