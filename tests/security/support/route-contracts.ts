import {
  changePasswordSchema,
  loginResponseSchema,
  loginSchema,
  meResponseSchema,
  signupResponseSchema,
  signupSchema,
} from "@workspace/common/contracts/auth";
import { domainEventSchema } from "@workspace/common/contracts/domain-events";
import { pageQuerySchema } from "@workspace/common/contracts/fields";
import {
  createSubmitJobSchema,
  jobBodySchema,
  jobOutputBodySchema,
  jobReceiptSchema,
  jobSummarySchema,
  outputQuerySchema,
} from "@workspace/common/contracts/jobs";
import { offeredLanguageSchema } from "@workspace/common/contracts/languages";
import {
  addCollaboratorSchema,
  collaboratorBodySchema,
  createProjectSchema,
  eventsQuerySchema,
  projectBodySchema,
  projectChangesSchema,
  projectDetailSchema,
  projectSummarySchema,
  updateCollaboratorSchema,
} from "@workspace/common/contracts/projects";
import { DEFAULT_JOB_CAPS } from "@workspace/common/contracts/run-limits";
import { z } from "zod";

/** What a success can take away from the fuzz world. */
export type Takeable = "accounts" | "project" | "members" | "job";

/** What a route takes and what it answers when it takes it. */
export interface RouteContract {
  body?: z.ZodType;
  query?: z.ZodType;
  /** The status of success. */
  status: number;
  /** The body of success; a route without one answers none. */
  answer?: z.ZodType;
  /** What it answers is for browsers to show. */
  isPage?: true;
  /** What its success takes away, and the next case needs. */
  takes?: Takeable;
}

const healthSchema = z.object({ status: z.literal("ok"), service: z.string() });
const submitJobSchema = createSubmitJobSchema(DEFAULT_JOB_CAPS);

/** Every route of the REST API, named as `listRoutes` names it. */
export const ROUTE_CONTRACTS: Readonly<Record<string, RouteContract>> = {
  "GET /health": { status: 200, answer: healthSchema },
  "GET /health/ready": { status: 200, answer: healthSchema },
  "GET /asyncapi.json": { status: 200, answer: z.looseObject({ asyncapi: z.string() }) },
  "GET /docs/events": { status: 200, isPage: true },
  "GET /openapi.json": { status: 200, answer: z.looseObject({ openapi: z.string() }) },
  "GET /docs": { status: 200, isPage: true },
  "GET /docs/assets/docs.css": { status: 200, isPage: true },
  "GET /docs/assets/rest-page.js": { status: 200, isPage: true },
  "GET /docs/assets/swagger-ui.css": { status: 200, isPage: true },
  "GET /docs/assets/swagger-ui-bundle.js": { status: 200, isPage: true },
  "POST /api/v1/auth/signup": { body: signupSchema, status: 201, answer: signupResponseSchema },
  "POST /api/v1/auth/login": { body: loginSchema, status: 200, answer: loginResponseSchema },
  "GET /api/v1/auth/me": { status: 200, answer: meResponseSchema },
  "POST /api/v1/auth/refresh": { status: 200, answer: loginResponseSchema },
  "PUT /api/v1/auth/password": {
    body: changePasswordSchema,
    status: 200,
    answer: loginResponseSchema,
    takes: "accounts",
  },
  "POST /api/v1/auth/logout": {
    status: 200,
    takes: "accounts",
    answer: z.object({ success: z.literal(true), data: z.null() }),
  },
  "POST /api/v1/projects": { body: createProjectSchema, status: 201, answer: projectBodySchema },
  "GET /api/v1/projects": {
    query: pageQuerySchema,
    status: 200,
    answer: projectSummarySchema.array(),
  },
  "GET /api/v1/projects/:id": { status: 200, answer: projectDetailSchema },
  "PUT /api/v1/projects/:id": {
    body: projectChangesSchema,
    status: 200,
    answer: projectBodySchema,
  },
  "DELETE /api/v1/projects/:id": { status: 204, takes: "project" },
  "GET /api/v1/projects/:id/events": {
    query: eventsQuerySchema,
    status: 200,
    answer: domainEventSchema.array(),
  },
  "POST /api/v1/projects/:projectId/collaborators": {
    body: addCollaboratorSchema,
    status: 201,
    takes: "members",
    answer: collaboratorBodySchema,
  },
  "PUT /api/v1/projects/:projectId/collaborators/:userId": {
    body: updateCollaboratorSchema,
    status: 200,
    takes: "members",
    answer: collaboratorBodySchema,
  },
  "DELETE /api/v1/projects/:projectId/collaborators/:userId": { status: 204, takes: "members" },
  "GET /api/v1/projects/:projectId/jobs": {
    query: pageQuerySchema,
    status: 200,
    answer: jobSummarySchema.array(),
  },
  "POST /api/v1/jobs/submit": { body: submitJobSchema, status: 201, answer: jobReceiptSchema },
  "GET /api/v1/jobs/:jobId": { status: 200, answer: jobBodySchema },
  "GET /api/v1/jobs/:jobId/output": {
    query: outputQuerySchema,
    status: 200,
    answer: jobOutputBodySchema,
  },
  "POST /api/v1/jobs/:jobId/cancel": { status: 200, takes: "job", answer: jobBodySchema },
  "GET /api/v1/languages": { status: 200, answer: offeredLanguageSchema.array() },
};
