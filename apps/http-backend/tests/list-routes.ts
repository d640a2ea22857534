import type { Express } from "express";
import { listRoutes as listRegistered } from "../src/http/list-routes.js";

/** Every route of an app, as `GET /api/v1/projects/:id`; a parameter's name is whatever its router calls it. */
export const listRoutes = (app: Express): string[] =>
  listRegistered(app).map(({ method, path }) => `${method} ${path}`);
