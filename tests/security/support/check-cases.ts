import fc from "fast-check";

/**
 * Tries random cases one after the other. `FUZZ_SEED` repeats those whose seed a failure has named.
 *
 * @throws with the seed and the smallest case that fails
 */
export async function checkCases<Cases extends [unknown, ...unknown[]]>(
  property: fc.IAsyncProperty<Cases>,
  numRuns: number,
): Promise<void> {
  const seed = process.env["FUZZ_SEED"];
  await fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}
