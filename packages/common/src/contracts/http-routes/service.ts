import { z } from "zod";
import { healthBodySchema, type HealthBody } from "../health.js";
import { type HttpRoute, jsonContent } from "../http-route.js";

const IN_SERVICE = {
  group: "Service",
  method: "GET",
  access: "anyone",
  readsBody: false,
  canFail: false,
} as const;

const openApiSchema = z.looseObject({ openapi: z.string(), info: z.looseObject({}) });

const HEALTHY: HealthBody = {
  status: "ok",
  service: "http-backend",
  uptimeSeconds: 86_400,
  database: "up",
  redis: "up",
};

/** What is outside the API: for those who run the service. */
export const SERVICE_ROUTES: readonly HttpRoute[] = [
  {
    ...IN_SERVICE,
    id: "getHealth",
    path: "/health",
    summary: "Whether the service lives, and what it depends on",
    answers: {
      200: { description: "It lives.", content: jsonContent(healthBodySchema, HEALTHY) },
    },
  },
  {
    ...IN_SERVICE,
    id: "getReadiness",
    path: "/health/ready",
    summary: "Whether the service should get traffic",
    answers: {
      200: { description: "It should.", content: jsonContent(healthBodySchema, HEALTHY) },
      503: {
        description: "It is stopping, or misses what it depends on.",
        content: jsonContent(healthBodySchema, {
          ...HEALTHY,
          status: "degraded",
          redis: "down",
        }),
      },
    },
  },
  {
    ...IN_SERVICE,
    id: "getOpenApi",
    path: "/openapi.json",
    summary: "This document",
    description: "With the limits of this instance. [Interactive](/docs).",
    answers: {
      200: {
        description: "OpenAPI 3.1.",
        content: jsonContent(openApiSchema, {
          openapi: "3.1.0",
          info: { title: "Collaborative Workspace", version: "1.0.0" },
        }),
      },
    },
  },
];
