import { z } from "zod";
import { languageSchema } from "./jobs.js";

const amount = z.number().positive();

const runCapsSchema = z.object({
  wallMs: amount,
  cpuMs: amount,
  memoryBytes: amount,
  outputBytes: amount,
});

/** How a worker runs a language, or why it cannot. */
export const languageOfferSchema = z.object({
  /** As in a job's payload. */
  name: languageSchema,
  isAvailable: z.boolean(),
  /** What runs it, such as `cpython 3.11.2`; null when it is not available. */
  version: z.string().nullable(),
  /** Name of the tier that programs run in; null when none works on the worker. */
  isolation: z.string().nullable(),
  /** Why it is not available; null when it is. */
  reason: z.string().nullable(),
  /** Limits of a job that asks for none. */
  limits: runCapsSchema.extend({ errorBytes: amount, codeBytes: amount, stdinBytes: amount }),
  /** The most that a job may ask for. */
  caps: runCapsSchema,
});
export type LanguageOffer = z.infer<typeof languageOfferSchema>;

/** One row of `GET /languages`: an offer, and how many running workers make it. */
export const offeredLanguageSchema = languageOfferSchema.extend({ workers: z.int().positive() });
export type OfferedLanguage = z.infer<typeof offeredLanguageSchema>;
