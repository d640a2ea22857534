import fc from "fast-check";
import { describeScenario, type Scenario } from "./scenario.js";

/** How much is tried. */
interface Effort {
  runs: number;
  /** How many runs go on at the same time, on the same gateways. */
  lanes: number;
}

/** `FUZZ_SEED` repeats what a failure has named; what happens at the same time still differs in its order. */
const firstSeed = (): number => Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000_000);

/** What is tried by default, or in proportion what `FUZZ_RUNS` says of the 40 runs without a death. */
export const scaleRuns = (runs: number): number =>
  Math.ceil((runs * Number(process.env["FUZZ_RUNS"] ?? 40)) / 40);

/** @throws with the seed and a readable counterexample when the property fails for a scenario */
export async function checkScenarios(
  scenarios: fc.Arbitrary<Scenario>,
  property: (scenario: Scenario) => Promise<void>,
  { runs, lanes }: Effort,
): Promise<void> {
  const seed = firstSeed();
  const perLane = Math.ceil(runs / lanes);
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const details = await fc.check(fc.asyncProperty(scenarios, property), {
        seed: seed + lane,
        numRuns: perLane,
        // Most failures are races, which do not come again for a smaller scenario.
        endOnFailure: true,
      });
      if (!details.failed) return;
      const [scenario] = details.counterexample ?? [];
      const text = scenario === undefined ? "none" : describeScenario(scenario);
      const again = `FUZZ_SEED=${seed + lane}, run ${details.numRuns}`;
      throw new Error(`Failed for ${again}:\n${text}`, { cause: details.errorInstance });
    }),
  );
}
