import type { LanguageOffer } from "@workspace/common/contracts/languages";
import type { Logger } from "@workspace/common/logger";
import type { WorkerRegistration } from "@workspace/common/worker-registry";
import type { Sandbox } from "./process-job.js";
import { type Recurring, runEvery } from "@workspace/common/run-every";

/** A third of an offer's life, so that a slow moment does not end it. */
const OFFER_INTERVAL_MS = 5000;

/** Keeps telling the other services which languages run here. */
export interface LanguageOffers {
  start(): void;
  /** Tells them that none does any more. Never rejects: without Redis, the offer expires. */
  withdraw(): Promise<void>;
}

interface LanguageOffersDeps {
  registration: WorkerRegistration;
  sandbox: Sandbox;
  /** Calls back whenever Redis can be reached again. */
  onReconnect: (listener: () => void) => void;
  logger: Logger;
}

export function createLanguageOffers({
  registration,
  sandbox,
  onReconnect,
  logger,
}: LanguageOffersDeps): LanguageOffers {
  const offers = describeLanguages(sandbox);
  let recurring: Recurring | null = null;

  return {
    start() {
      recurring = runEvery({
        intervalMs: OFFER_INTERVAL_MS,
        task: () => registration.announce(offers),
        onError: (error) => logger.warn({ err: error }, "could not tell which languages run here"),
      });
      onReconnect(recurring.runSoon);
    },

    async withdraw() {
      await recurring?.stop();
      await registration.withdraw().catch(() => undefined);
    },
  };
}

/** What a sandbox can run, in the contract's terms. */
function describeLanguages(sandbox: Sandbox): LanguageOffer[] {
  const { wallMs, cpuMs, memoryBytes, outputBytes } = sandbox.caps;
  const caps = { wallMs, cpuMs, memoryBytes, outputBytes };
  return sandbox.languages().map(({ language, isAvailable, runtime, reason }) => ({
    name: language,
    isAvailable,
    version: isAvailable ? runtime : null,
    isolation: sandbox.tier,
    reason: isAvailable ? null : reason,
    limits: sandbox.limits,
    caps,
  }));
}
