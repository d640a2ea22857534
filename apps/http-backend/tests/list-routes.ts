import type { Express } from "express";

/** What is read here of the layers that Express's router keeps. */
interface Layer {
  /** Where it is mounted. */
  rawPath: string;
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/**
 * Every route of an app and of the routers mounted in it, as `GET /projects/:id`; a parameter's name is
 * whatever its router calls it.
 */
export function listRoutes(app: Express): string[] {
  const list = (stack: Layer[], mountedAt: string): string[] =>
    stack.flatMap(({ rawPath, route, handle }) => {
      if (route === undefined) return list(handle.stack ?? [], join(mountedAt, rawPath));
      const path = join(mountedAt, route.path);
      return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`);
    });
  return list((app.router as unknown as { stack: Layer[] }).stack, "");
}

const join = (base: string, path: string): string => (path === "/" ? base : `${base}${path}`);
