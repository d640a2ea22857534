import { eventually } from "@workspace/local-stack/eventually";

/** The death of a gateway shows within 15 s. */
const REST_TIMEOUT_MS = 25_000;
const CHECK_INTERVAL_MS = 50;

/** Repeats an assertion until it holds. */
export async function untilTrue(assertion: () => void | Promise<void>): Promise<void> {
  await eventually(
    async () => {
      await assertion();
      return true;
    },
    { timeoutMs: REST_TIMEOUT_MS, intervalMs: CHECK_INTERVAL_MS },
  );
}
