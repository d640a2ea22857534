/** The commands of a Redis client that are needed here. */
interface KeyReader {
  keys(pattern: string): Promise<string[]>;
  pttl(key: string): Promise<number>;
}

/** What `PTTL` answers for a key that does not expire. */
const NO_EXPIRY = -1;

/** The keys of a Redis that stay until somebody removes them, sorted: a test can hold against it what has an owner. */
export async function listLastingKeys(redis: KeyReader): Promise<string[]> {
  const keys = await redis.keys("*");
  const expiries = await Promise.all(keys.map((key) => redis.pttl(key)));
  return keys.filter((_, index) => expiries[index] === NO_EXPIRY).sort();
}
