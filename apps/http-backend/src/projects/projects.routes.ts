import { idSchema, pageQuerySchema } from "@workspace/common/contracts/fields";
import {
  createProjectSchema,
  eventsQuerySchema,
  projectChangesSchema,
} from "@workspace/common/contracts/projects";
import { parseInput } from "@workspace/common/parse-input";
import { Router } from "express";
import { z } from "zod";
import { getCaller } from "../http/caller.js";
import { repeatablePost } from "../http/idempotency.js";
import { linkNextPage } from "../http/paging.js";
import { parseIfMatch, toEtag } from "./if-match.js";
import { tellLogBeginsAt } from "./log-begins-at.js";
import {
  presentProject,
  presentProjectDetail,
  presentProjectSummary,
} from "./projects.presenter.js";
import type { ProjectsService } from "./projects.service.js";

const paramsSchema = z.object({ id: idSchema });

/** `/projects` and `/projects/:id`. */
export function createProjectsRoutes(projects: ProjectsService): Router {
  const router = Router();

  router.post(
    "/",
    repeatablePost({
      status: 201,
      handle: (request, caller, once) =>
        projects.create(caller, parseInput(createProjectSchema, request.body), once),
      present: presentProject,
    }),
  );

  router.get("/", async (request, response) => {
    const page = parseInput(pageQuerySchema, request.query);
    const rows = await projects.list(getCaller(response), page);
    linkNextPage(request, response, rows, page.limit);
    response.json(rows.map(presentProjectSummary));
  });

  router.get("/:id", async (request, response) => {
    const { id } = parseInput(paramsSchema, request.params);
    const project = await projects.get(getCaller(response), id);
    response.set("ETag", toEtag(project.version)).json(presentProjectDetail(project));
  });

  router.put("/:id", async (request, response) => {
    const { id } = parseInput(paramsSchema, request.params);
    const project = await projects.update(getCaller(response), {
      projectId: id,
      changes: parseInput(projectChangesSchema, request.body),
      baseVersion: parseIfMatch(request.get("if-match")),
    });
    response.set("ETag", toEtag(project.version)).json(presentProject(project));
  });

  router.delete("/:id", async (request, response) => {
    const { id } = parseInput(paramsSchema, request.params);
    await projects.delete(getCaller(response), id);
    response.status(204).end();
  });

  router.get("/:id/events", async (request, response) => {
    const { id } = parseInput(paramsSchema, request.params);
    const query = parseInput(eventsQuerySchema, request.query);
    const events = await projects.listEvents(getCaller(response), id, query);
    tellLogBeginsAt(response, query.after, events);
    response.json(events);
  });

  return router;
}
