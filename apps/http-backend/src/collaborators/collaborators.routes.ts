import { idSchema } from "@workspace/common/contracts/fields";
import {
  addCollaboratorSchema,
  type CollaboratorBody,
  updateCollaboratorSchema,
} from "@workspace/common/contracts/projects";
import { parseInput } from "@workspace/common/parse-input";
import { Router } from "express";
import { z } from "zod";
import { getCaller } from "../http/caller.js";
import { repeatablePost } from "../http/idempotency.js";
import type { CollaboratorsService } from "./collaborators.service.js";

const projectParamsSchema = z.object({ projectId: idSchema });
const collaboratorParamsSchema = z.object({ projectId: idSchema, userId: idSchema });

/** `/projects/:projectId/collaborators` */
export function createCollaboratorsRoutes(collaborators: CollaboratorsService): Router {
  const router = Router({ mergeParams: true });

  router.post(
    "/",
    repeatablePost<CollaboratorBody>({
      status: 201,
      handle: (request, caller, once) => {
        const { projectId } = parseInput(projectParamsSchema, request.params);
        const input = parseInput(addCollaboratorSchema, request.body);
        return collaborators.add(caller, projectId, input, once);
      },
      present: (collaborator) => collaborator,
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
