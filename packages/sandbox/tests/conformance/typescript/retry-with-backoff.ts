interface RetryOptions {
  attempts: number;
  delayMs: (attempt: number) => number;
  shouldRetry?: (error: unknown) => boolean;
  signal?: AbortSignal;
}
class RetryError extends AggregateError {
  override name = "RetryError";
}

const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), {
      once: true,
    });
  });

async function retry<T>(task: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, delayMs, shouldRetry = () => true, signal } = options;
  const errors: unknown[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      return await task(attempt);
    } catch (error) {
      errors.push(error);
      if (!shouldRetry(error)) throw error;
      if (attempt < attempts) await wait(delayMs(attempt), signal);
    }
  }
  throw new RetryError(errors, `gave up after ${attempts} attempts`);
}

const delays: number[] = [];
const exponential =
  (base: number) =>
  (attempt: number): number => {
    delays.push(base * 2 ** (attempt - 1));
    return delays.at(-1)!;
  };

async function main(): Promise<void> {
  const value = await retry(
    async (attempt) => {
      if (attempt < 4) throw new Error(`busy ${attempt}`);
      return `served at ${attempt}`;
    },
    { attempts: 5, delayMs: exponential(1) },
  );
  console.log(value, delays);
  await retry(() => Promise.reject(new Error("always")), { attempts: 2, delayMs: () => 0 }).catch(
    (error: RetryError) => console.log(error.name, error.message, error.errors.length),
  );
  await retry(async () => JSON.parse("nope"), {
    attempts: 9,
    delayMs: () => 0,
    shouldRetry: (e) => !(e instanceof SyntaxError),
  }).catch((error: Error) => console.log("not retried:", error.name));
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("user left")), 2);
  await retry(() => Promise.reject(new Error("x")), {
    attempts: 3,
    delayMs: () => 60_000,
    signal: controller.signal,
  }).catch((error: Error) => console.log(error.message));
}
main().finally(() => console.log("finished"));
