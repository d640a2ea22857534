import { z } from "zod";
import { domainEventSchema } from "../domain-events.js";
import { ADA, GRACE_ID, PROJECT, PROJECT_UPDATED } from "../examples.js";
import { idSchema, pageQuerySchema } from "../fields.js";
import { formatBytes, type HttpRoute, jsonContent } from "../http-route.js";
import {
  addCollaboratorSchema,
  collaboratorBodySchema,
  createProjectSchema,
  eventsQuerySchema,
  MAX_CONTENT_BYTES,
  MAX_EVENTS_BYTES,
  projectBodySchema,
  projectChangesSchema,
  projectDetailSchema,
  projectSummarySchema,
  updateCollaboratorSchema,
} from "../projects.js";

const IN_PROJECTS = { group: "Projects", readsBody: true, canFail: true } as const;
const IN_COLLABORATORS = { ...IN_PROJECTS, group: "Collaborators" } as const;

const projectParams = z.object({ id: idSchema });
const collaboratorsParams = z.object({ projectId: idSchema });
const collaboratorParams = z.object({ projectId: idSchema, userId: idSchema });

const { id, name, description, createdAt, updatedAt } = PROJECT;
const COLLABORATOR = { projectId: id, userId: GRACE_ID, role: "VIEWER" } as const;

/** `/projects` */
export const PROJECT_ROUTES: readonly HttpRoute[] = [
  {
    ...IN_PROJECTS,
    id: "createProject",
    method: "POST",
    path: "/api/v1/projects",
    summary: "Create a project",
    description: "Whoever creates it is its owner.",
    access: "signed in",
    headers: ["Idempotency-Key"],
    body: jsonContent(createProjectSchema, { name, description }),
    answers: {
      201: {
        description: "The project.",
        content: jsonContent(projectBodySchema, { ...PROJECT, content: {}, version: 1 }),
        headers: { "Idempotency-Replayed": "sometimes" },
      },
    },
  },
  {
    ...IN_PROJECTS,
    id: "listProjects",
    method: "GET",
    path: "/api/v1/projects",
    summary: "List the projects that one is a member of",
    description: "Newest first.",
    access: "signed in",
    query: pageQuerySchema,
    answers: {
      200: {
        description: "One page.",
        content: jsonContent(z.array(projectSummarySchema), [
          { id, name, description, role: "OWNER", collaborators: 1, createdAt, updatedAt },
        ]),
        headers: { Link: "sometimes" },
      },
    },
  },
  {
    ...IN_PROJECTS,
    id: "getProject",
    method: "GET",
    path: "/api/v1/projects/:id",
    summary: "Read a project with its members",
    access: "project:view",
    params: projectParams,
    answers: {
      200: {
        description: "The project.",
        content: jsonContent(projectDetailSchema, {
          ...PROJECT,
          role: "OWNER",
          seq: 4,
          owner: { id: ADA.id, name: ADA.name },
          collaborators: [
            { user: { id: GRACE_ID, email: "grace@example.com", name: "Grace" }, role: "VIEWER" },
          ],
        }),
        headers: { ETag: "always" },
      },
    },
  },
  {
    ...IN_PROJECTS,
    id: "updateProject",
    method: "PUT",
    path: "/api/v1/projects/:id",
    summary: "Change a project's fields and its shared content",
    description: `At least one of the three. \`content\` is an [RFC 7396](https://www.rfc-editor.org/rfc/rfc7396) merge patch, and what comes of it has at most ${formatBytes(MAX_CONTENT_BYTES)} (413 beyond). Members who are connected hear of it as \`project:changed\`.`,
    access: "project:edit",
    params: projectParams,
    headers: ["If-Match"],
    body: jsonContent(projectChangesSchema, { content: PROJECT.content }),
    answers: {
      200: {
        description: "The project after the change.",
        content: jsonContent(projectBodySchema, PROJECT),
        headers: { ETag: "always" },
      },
    },
    refusals: ["PAYLOAD_TOO_LARGE"],
  },
  {
    ...IN_PROJECTS,
    id: "deleteProject",
    method: "DELETE",
    path: "/api/v1/projects/:id",
    summary: "Delete a project with all that belongs to it",
    description: "Its unfinished jobs are cancelled, its room closes.",
    access: "project:delete",
    params: projectParams,
    answers: { 204: { description: "It is gone.", content: null } },
  },
  {
    ...IN_PROJECTS,
    id: "listProjectEvents",
    method: "GET",
    path: "/api/v1/projects/:id/events",
    summary: "Read the project's log",
    description: `Every change of the project, its members and its jobs, oldest first and numbered without holes. An answer ends early where its entries are large (${formatBytes(MAX_EVENTS_BYTES)} together): read on from its last number until one is empty.`,
    access: "project:view",
    params: projectParams,
    query: eventsQuerySchema,
    answers: {
      200: {
        description: "What follows `after`.",
        content: jsonContent(z.array(domainEventSchema), [PROJECT_UPDATED]),
        headers: { "Log-Begins-At": "sometimes" },
      },
    },
  },
  {
    ...IN_COLLABORATORS,
    id: "addCollaborator",
    method: "POST",
    path: "/api/v1/projects/:projectId/collaborators",
    summary: "Add a registered user",
    description: "404 also when no account has the address.",
    access: "collaborators:manage",
    params: collaboratorsParams,
    headers: ["Idempotency-Key"],
    body: jsonContent(addCollaboratorSchema, { email: "grace@example.com", role: "VIEWER" }),
    answers: {
      201: {
        description: "The new collaborator.",
        content: jsonContent(collaboratorBodySchema, COLLABORATOR),
        headers: { "Idempotency-Replayed": "sometimes" },
      },
    },
    refusals: ["COLLABORATOR_EXISTS"],
  },
  {
    ...IN_COLLABORATORS,
    id: "updateCollaborator",
    method: "PUT",
    path: "/api/v1/projects/:projectId/collaborators/:userId",
    summary: "Give a collaborator another role",
    description:
      "Holds at once, on open sockets too. Who may no longer submit jobs loses the unfinished ones.",
    access: "collaborators:manage",
    params: collaboratorParams,
    body: jsonContent(updateCollaboratorSchema, { role: "VIEWER" }),
    answers: {
      200: {
        description: "The collaborator.",
        content: jsonContent(collaboratorBodySchema, COLLABORATOR),
      },
    },
  },
  {
    ...IN_COLLABORATORS,
    id: "removeCollaborator",
    method: "DELETE",
    path: "/api/v1/projects/:projectId/collaborators/:userId",
    summary: "Remove a collaborator",
    description: "Their sockets leave the room, their unfinished jobs are cancelled.",
    access: "collaborators:manage",
    params: collaboratorParams,
    answers: { 204: { description: "They are no longer a member.", content: null } },
  },
];
