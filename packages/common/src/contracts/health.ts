import { z } from "zod";

const dependencyStateSchema = z.enum(["up", "down"]);
export type DependencyState = z.infer<typeof dependencyStateSchema>;

/**
 * What every service answers to `GET /health`, always with status 200 while the process lives; a service
 * adds fields of its own. Without causes: the route is open to anyone, and the log has them.
 */
export const healthBodySchema = z.object({
  status: z.enum(["ok", "degraded", "draining"]),
  service: z.string(),
  uptimeSeconds: z.int().min(0),
  database: dependencyStateSchema,
  redis: dependencyStateSchema,
});
export type HealthBody = z.infer<typeof healthBodySchema>;
