class TimeoutError extends Error {
  override readonly name = "TimeoutError" as const;
}
type Task<T> = (signal: AbortSignal) => Promise<T>;

async function within<T>(ms: number, task: Task<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new TimeoutError(`took over ${ms} ms`)), ms);
  try {
    return await task(controller.signal);
  } finally {
    clearTimeout(timer);
    console.log("timer cleared");
  }
}
const hang: Task<never> = (signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

async function main(): Promise<void> {
  console.log(await within(10_000, async () => "quick"));
  await within<never>(5, hang);
  console.log("not reached");
}
void main();
