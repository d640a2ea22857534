import type { Request } from "express";

/** Whether it is a browser that opens an address for a person, and no program: it says that it prefers HTML. */
export const wantsPage = (request: Request): boolean =>
  request.accepts(["json", "html"]) === "html";
