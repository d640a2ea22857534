import { AppError } from "@workspace/common/app-error";
import type { OfferedLanguage } from "@workspace/common/contracts/languages";
import { readLanguageOffers } from "@workspace/common/worker-registry";
import type { Redis } from "ioredis";
import { mergeOffers } from "./merge-offers.js";

export type LanguagesService = ReturnType<typeof createLanguagesService>;

/** What can be run, as the running workers tell it. */
export function createLanguagesService(redis: Redis) {
  return {
    /** @throws {AppError} UNAVAILABLE while Redis, where the workers tell it, is away */
    async list(): Promise<OfferedLanguage[]> {
      try {
        return mergeOffers(await readLanguageOffers(redis));
      } catch (cause) {
        throw new AppError("UNAVAILABLE", "What the workers offer cannot be read right now", {
          retryAfterSeconds: 1,
          cause,
        });
      }
    },
  };
}
