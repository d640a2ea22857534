import type { Express } from "express";

/** A route as it is registered: `GET`, `/api/v1/projects/:id`. */
export interface ListedRoute {
  method: string;
  path: string;
}

/** What Express's router tells of itself; its types do not know it yet. */
interface ListingRouter {
  listRoutes(): { path: string | RegExp; methods?: string[]; router?: ListingRouter }[];
}

/**
 * Every route of an app and of the routers mounted in it, in the order in which Express tries them. HEAD, which every
 * GET answers too, is not among them.
 */
export const listRoutes = (app: Express): ListedRoute[] =>
  listMounted(app.router as unknown as ListingRouter, "");

const listMounted = (router: ListingRouter, mountedAt: string): ListedRoute[] =>
  router.listRoutes().flatMap(({ path: registered, methods = [], router: mounted }) => {
    const path = registered === "/" ? mountedAt : `${mountedAt}${String(registered)}`;
    if (mounted !== undefined) return listMounted(mounted, path);
    return methods
      .map((method) => ({ method: method.toUpperCase(), path }))
      .filter(({ method }) => method !== "HEAD");
  });
