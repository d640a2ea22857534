import { idSchema } from "@workspace/common/contracts/fields";
import {
  addCollaboratorSchema,
  updateCollaboratorSchema,
} from "@workspace/common/contracts/projects";
import { parseInput } from "@workspace/common/parse-input";
import { Router } from "express";
import { z } from "zod";
import { getCaller } from "../http/caller.js";
import type { Idempotent } from "../http/idempotency.js";
import type { CollaboratorsService } from "./collaborators.service.js";

const projectParamsSchema = z.object({ projectId: idSchema });
const collaboratorParamsSchema = z.object({ projectId: idSchema, userId: idSchema });

interface CollaboratorsRoutesDeps {
  collaborators: CollaboratorsService;
  idempotent: Idempotent;
}

/** `/projects/:projectId/collaborators` */
export function createCollaboratorsRoutes({
  collaborators,
  idempotent,
}: CollaboratorsRoutesDeps): Router {
  const router = Router({ mergeParams: true });

  router.post(
    "/",
    idempotent(async (request, caller) => {
      const { projectId } = parseInput(projectParamsSchema, request.params);
      const input = parseInput(addCollaboratorSchema, request.body);
      return { status: 201, body: await collaborators.add(caller, projectId, input) };
    }),
  );

  router.put("/:userId", async (request, response) => {
    const which = parseInput(collaboratorParamsSchema, request.params);
    const { role } = parseInput(updateCollaboratorSchema, request.body);
    response.json(await collaborators.update(getCaller(response), { ...which, role }));
  });

  router.delete("/:userId", async (request, response) => {
    const which = parseInput(collaboratorParamsSchema, request.params);
    await collaborators.remove(getCaller(response), which);
    response.status(204).end();
  });

  return router;
}
