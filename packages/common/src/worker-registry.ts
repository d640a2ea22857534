import type { Redis } from "ioredis";
import { type LanguageOffer, languageOfferSchema } from "./contracts/languages.js";

/** A worker that does not repeat its offer for this long counts as dead. */
export const OFFER_TTL_MS = 15_000;
/** Who has made an offer, with the time of it; whoever is long silent is dropped. */
const WORKERS_KEY = "workers:by-last-offer";
/** Far more than clocks of different machines are apart. */
const FORGET_MS = 3_600_000;

const offerKey = (workerId: string): string => `workers:offer:${workerId}`;

/**
 * What a running worker tells the others of itself: a key that expires unless it is renewed. Every method
 * rejects while Redis is away.
 */
export interface WorkerRegistration {
  /** Makes an offer, or renews it: to be repeated well within {@link OFFER_TTL_MS}. */
  announce(offers: readonly LanguageOffer[]): Promise<void>;
  /** Takes the offer back, as a worker does that stops. */
  withdraw(): Promise<void>;
}

export function createWorkerRegistration(redis: Redis, workerId: string): WorkerRegistration {
  return {
    async announce(offers) {
      const now = Date.now();
      await redis
        .multi()
        .set(offerKey(workerId), JSON.stringify(offers), "PX", OFFER_TTL_MS)
        .zadd(WORKERS_KEY, now, workerId)
        .zremrangebyscore(WORKERS_KEY, 0, now - FORGET_MS)
        .pexpire(WORKERS_KEY, FORGET_MS)
        .exec();
    },

    async withdraw() {
      await redis.multi().del(offerKey(workerId)).zrem(WORKERS_KEY, workerId).exec();
    },
  };
}

/**
 * What all running workers offer, each worker's offers one after the other. What a worker of another version
 * says in a way that is not understood here is left out.
 *
 * @throws while Redis is away
 */
export async function readLanguageOffers(redis: Redis): Promise<LanguageOffer[]> {
  const workerIds = await redis.zrange(WORKERS_KEY, 0, -1);
  if (workerIds.length === 0) return [];
  const offers = await redis.mget(workerIds.map(offerKey));
  return offers.flatMap((text) => (text === null ? [] : parseOffers(text)));
}

function parseOffers(text: string): LanguageOffer[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const { data } = languageOfferSchema.safeParse(entry);
    return data === undefined ? [] : [data];
  });
}
