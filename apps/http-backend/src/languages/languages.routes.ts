import { Router } from "express";
import type { LanguagesService } from "./languages.service.js";

/** `/languages` */
export function createLanguagesRoutes(languages: LanguagesService): Router {
  const router = Router();

  router.get("/", async (_request, response) => {
    response.json(await languages.list());
  });

  return router;
}
