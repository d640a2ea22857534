import type { Express } from "express";
import { listRoutes } from "../http/list-routes.js";

/** Of what has no route: anybody can make up any number of paths. */
const OTHER = "other";

/**
 * Finds the pattern of the route that a URL belongs to, as `/api/v1/projects/:id`, or `other`. By the path, and not
 * by what Express has matched: a request that is refused early has not reached its route.
 *
 * @param app with all its routes
 */
export function createRouteFinder(app: Express): (url: string) => string {
  const patterns = [...new Set(listRoutes(app).map(({ path }) => path))];
  const routes = patterns.map((pattern) => ({ pattern, segments: pattern.split("/") }));
  return (url) => {
    const given = (url.split("?", 1)[0] ?? "").split("/");
    // Express takes a path with a slash at its end for the same.
    if (given.length > 2 && given.at(-1) === "") given.pop();
    const route = routes.find(
      ({ segments }) =>
        segments.length === given.length &&
        segments.every((segment, index) => segment.startsWith(":") || segment === given[index]),
    );
    return route?.pattern ?? OTHER;
  };
}
