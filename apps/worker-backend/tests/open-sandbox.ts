import { createSandbox } from "@workspace/sandbox/sandbox";
import { afterAll } from "vitest";

/** How many children of each language wait for a program; none where it is left out. */
interface PoolSizes {
  javascript?: number;
  typescript?: number;
  python?: number;
}

/** The real sandbox, until the end of the test file that calls this. */
export async function openSandbox({ javascript = 0, typescript = 0, python = 0 }: PoolSizes) {
  const sandbox = await createSandbox({
    poolSizes: { javascript, typescript, python },
    // Longer than any wait of a test: what is to be stopped must not end of a limit first.
    limits: { wallMs: 30_000, cpuMs: 30_000 },
  });
  afterAll(() => sandbox.close());
  return sandbox;
}
