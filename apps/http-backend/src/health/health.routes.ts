import type { HealthBody } from "@workspace/common/contracts/health";
import { isReady } from "@workspace/common/health";
import { Router } from "express";

/** `GET /health` (alive, with what it depends on) and `GET /health/ready` (fit for traffic). */
export function createHealthRoutes(checkHealth: () => Promise<HealthBody>): Router {
  const router = Router();
  router.get("/health", async (_request, response) => {
    response.json(await checkHealth());
  });
  router.get("/health/ready", async (_request, response) => {
    const health = await checkHealth();
    response.status(isReady(health) ? 200 : 503).json(health);
  });
  return router;
}
