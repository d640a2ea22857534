import { eventually } from "@workspace/local-stack/eventually";
import type { Sandbox } from "../src/process-job.js";
import type { Workshop } from "./open-workshop.js";
import { watchSandbox } from "./sandboxes.js";

const ENDLESS = `console.log("so far"); for (;;);`;

interface EndlessOptions {
  /** Who submits it, instead of the owner. */
  actor?: Workshop["owner"];
  reconcileIntervalMs?: number;
}

/** Starts a worker and an endless program on it, and waits until the program has printed. */
export async function runEndless(
  workshop: Workshop,
  sandbox: Sandbox,
  { actor = workshop.owner, ...options }: EndlessOptions = {},
) {
  const watched = watchSandbox(sandbox);
  const worker = workshop.startWorker({ sandbox: watched, ...options });
  const jobId = await workshop.submit(ENDLESS, "javascript", actor);
  const run = await eventually(() => watched.runs[0]);
  await eventually(() => run.printed !== "");
  return { jobId, run, worker };
}
