import { z } from "zod";
import { httpEnv, websocketEnv, workerEnv } from "../src/env.js";

/** One environment variable as the documents have it; `default` is empty where there is none. */
export interface DocumentedVariable {
  name: string;
  default: string;
  description: string;
}

/** What `npm start` reads beside the services' own variables. */
const stackEnv = {
  HTTP_PORT: z.number().default(3000).describe("Port of the REST API"),
  WS_PORT: z.number().default(3001).describe("Port of the sockets"),
  WORKER_PORT: z.number().default(3002).describe("Port of the worker's health and metrics"),
  DATA_DIR: z
    .string()
    .default(".data")
    .describe("Where PostgreSQL, Redis and the generated secrets are kept"),
};

const PORT = z
  .number()
  .default(3000)
  .describe(
    "Port of a service that is started alone: 3000 http-backend, 3001 websocket-backend, 3002 worker-backend",
  );

const SERVICES: Record<string, z.ZodRawShape> = {
  "http-backend": { ...httpEnv, PORT },
  "websocket-backend": websocketEnv,
  "worker-backend": workerEnv,
};

/** Every variable once, under a title that tells who reads it. */
export function listDocumentedEnv(): Map<string, DocumentedVariable[]> {
  const shapes = new Map<string, z.ZodRawShape>([["npm start", stackEnv]]);
  for (const [name, schema] of Object.values(SERVICES).flatMap((shape) => Object.entries(shape))) {
    const readers = Object.keys(SERVICES).filter((service) => name in (SERVICES[service] ?? {}));
    const isEverywhere = readers.length === Object.keys(SERVICES).length;
    const title = isEverywhere ? "Every service" : readers.join(" and ");
    const shape = shapes.get(title) ?? {};
    shapes.set(title, name in shape ? shape : { ...shape, [name]: schema });
  }
  return new Map([...shapes].map(([title, shape]) => [title, describeShape(shape)]));
}

function describeShape(shape: z.ZodRawShape): DocumentedVariable[] {
  const { properties = {} } = z.toJSONSchema(z.object(shape), { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const { description = "", default: value = "" } = property as {
      description?: string;
      default?: string | number;
    };
    return { name, default: String(value), description };
  });
}
