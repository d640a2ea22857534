/** Few enough for a pool of connections, and enough to leave none of them idle. */
const BATCH_SIZE = 8;

/** Does the same with each item, some at a time, and gives the results in the items' order. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => PromiseLike<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += BATCH_SIZE)
    results.push(...(await Promise.all(items.slice(start, start + BATCH_SIZE).map(work))));
  return results;
}
