type Job<T> = { name: string; priority: number; run: () => Promise<T> };
type Outcome<T> = { name: string } & (
  | { status: "done"; value: T }
  | { status: "failed"; reason: string }
);

class JobQueue<T> {
  private readonly waiting: Job<T>[] = [];
  private readonly outcomes: Outcome<T>[] = [];
  private active = 0;
  private idle: (() => void)[] = [];

  constructor(private readonly concurrency: number) {}

  add(job: Job<T>): this {
    this.waiting.push(job);
    this.waiting.sort((a, b) => b.priority - a.priority);
    queueMicrotask(() => this.pump());
    return this;
  }
  async drained(): Promise<readonly Outcome<T>[]> {
    await new Promise<void>((resolve) => this.idle.push(resolve));
    return this.outcomes;
  }
  private pump(): void {
    while (this.active < this.concurrency && this.waiting.length > 0) {
      const job = this.waiting.shift()!;
      this.active++;
      console.log(`start ${job.name}`);
      void this.execute(job);
    }
    if (this.active === 0) this.idle.splice(0).forEach((resolve) => resolve());
  }
  private async execute({ name, run }: Job<T>): Promise<void> {
    try {
      this.outcomes.push({ name, status: "done", value: await run() });
    } catch (error) {
      this.outcomes.push({
        name,
        status: "failed",
        reason: error instanceof Error ? error.message : String(error),
      });
    } finally {
      this.active--;
      this.pump();
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const queue = new JobQueue<number>(1);
queue
  .add({ name: "low", priority: 1, run: async () => (await sleep(1), 1) })
  .add({ name: "high", priority: 9, run: async () => (await sleep(3), 9) })
  .add({ name: "broken", priority: 5, run: () => Promise.reject(new Error("no paper")) })
  .add({
    name: "odd",
    priority: 4,
    run: async () => {
      throw "just text";
    },
  });

async function main(): Promise<void> {
  for (const outcome of await queue.drained()) {
    console.log(outcome.name, outcome.status === "done" ? outcome.value : outcome.reason);
  }
}
void main();
