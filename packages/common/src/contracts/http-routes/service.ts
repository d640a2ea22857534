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

const asyncApiSchema = z.looseObject({ asyncapi: z.string(), info: z.looseObject({}) });

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
    id: "getMetrics",
    path: "/metrics",
    summary: "What is measured, for Prometheus",
    description: "404 where no `METRICS_TOKEN` is set.",
    access: "operators",
    isUnlogged: true,
    answers: {
      200: {
        description: "Prometheus' text format.",
        content: {
          mediaType: "text/plain",
          schema: z.string(),
          example: "workspace_http_requests_in_flight 0\n",
        },
      },
    },
    refusals: ["NOT_FOUND", "INTERNAL"],
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
  {
    ...IN_SERVICE,
    id: "getAsyncApi",
    path: "/asyncapi.json",
    summary: "The document of the socket events",
    description: "[As a page](/docs/events).",
    answers: {
      200: {
        description: "AsyncAPI 3.",
        content: jsonContent(asyncApiSchema, {
          asyncapi: "3.0.0",
          info: { title: "Collaborative Workspace", version: "1.0.0" },
        }),
      },
    },
  },
];
