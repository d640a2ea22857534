import type { Action } from "@workspace/common/contracts/projects";
import { jobInput } from "../../../apps/http-backend/tests/api.js";

/** How a route is called that names something of a project. */
export interface RouteCall {
  /** What the caller's role has to allow. */
  needs: Action;
  /** Names of the ids in its body; those of its path stand in the path. */
  bodyIds?: readonly string[];
  body?(ids: Record<string, string>): object;
}

/** A registered user who is in no project. */
export const NEWCOMER_EMAIL = "newcomer@example.com";

/**
 * Every route of the service, as Express knows it. Null is a route that names nothing: what it does is about the
 * caller alone, or about nobody.
 */
export const ROUTE_CALLS: Readonly<Record<string, RouteCall | null>> = {
  "GET /health": null,
  "GET /health/ready": null,
  "GET /openapi.json": null,
  "GET /asyncapi.json": null,
  "GET /docs/events": null,
  "GET /docs": null,
  "GET /docs/assets/docs.css": null,
  "GET /docs/assets/rest-page.js": null,
  "GET /docs/assets/swagger-ui.css": null,
  "GET /docs/assets/swagger-ui-bundle.js": null,
  "POST /api/v1/auth/signup": null,
  "POST /api/v1/auth/login": null,
  "GET /api/v1/auth/me": null,
  "POST /api/v1/auth/refresh": null,
  "PUT /api/v1/auth/password": null,
  "POST /api/v1/auth/logout": null,
  "GET /api/v1/languages": null,
  "POST /api/v1/projects": null,
  "GET /api/v1/projects": null,
  "GET /api/v1/projects/:id": { needs: "project:view" },
  "PUT /api/v1/projects/:id": {
    needs: "project:edit",
    body: () => ({ name: "Taken", description: "over", content: { note: null } }),
  },
  "DELETE /api/v1/projects/:id": { needs: "project:delete" },
  "GET /api/v1/projects/:id/events": { needs: "project:view" },
  "POST /api/v1/projects/:projectId/collaborators": {
    needs: "collaborators:manage",
    body: () => ({ email: NEWCOMER_EMAIL, role: "COLLABORATOR" }),
  },
  "PUT /api/v1/projects/:projectId/collaborators/:userId": {
    needs: "collaborators:manage",
    body: () => ({ role: "COLLABORATOR" }),
  },
  "DELETE /api/v1/projects/:projectId/collaborators/:userId": { needs: "collaborators:manage" },
  "GET /api/v1/projects/:projectId/jobs": { needs: "project:view" },
  "POST /api/v1/jobs/submit": {
    needs: "jobs:submit",
    bodyIds: ["projectId"],
    body: ({ projectId = "" }) => jobInput(projectId),
  },
  "GET /api/v1/jobs/:jobId": { needs: "project:view" },
  "GET /api/v1/jobs/:jobId/output": { needs: "project:view" },
  "POST /api/v1/jobs/:jobId/cancel": { needs: "jobs:submit" },
};

/** The routes that name something. */
export const NAMING_ROUTES = Object.entries(ROUTE_CALLS).flatMap(([route, call]) =>
  call === null ? [] : [{ route, call }],
);

/** What a route wants an id for: its parameters, and what its body names. */
export const placesOf = (route: string, { bodyIds = [] }: RouteCall): string[] => [
  ...[...route.matchAll(/:(\w+)/g)].map(([, name = ""]) => name),
  ...bodyIds,
];

/** A route with ids in its parameters. */
export const fillRoute = (route: string, ids: Record<string, string>): string =>
  route.replace(/:(\w+)/g, (_match, name: string) => ids[name] ?? "");
