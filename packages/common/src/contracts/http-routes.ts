import type { HttpLimits, HttpRoute } from "./http-route.js";
import { createAccountRoutes } from "./http-routes/accounts.js";
import { createJobRoutes } from "./http-routes/jobs.js";
import { PROJECT_ROUTES } from "./http-routes/projects.js";
import { SERVICE_ROUTES } from "./http-routes/service.js";

/** Every route of the REST API, with the limits of an instance in its words. */
export const createHttpRoutes = (limits: HttpLimits): HttpRoute[] => [
  ...createAccountRoutes(limits),
  ...PROJECT_ROUTES,
  ...createJobRoutes(limits),
  ...SERVICE_ROUTES,
];
