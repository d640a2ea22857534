import type { JobBody, JobOutputBody } from "@workspace/common/contracts/jobs";
import { expect, test } from "vitest";
import { watchRun } from "./watch-run.js";

test("output that comes after the end of a run is asked for with pauses, until it is all there", async () => {
  const steps: string[] = [];
  let asked = 0;
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const watch = watchRun({
    room: { on: () => () => {} },
    jobId: "j1",
    readJob: async () => ({ status: "FAILED" }) as JobBody,
    async readOutput() {
      asked += 1;
      steps.push("asked");
      const isComplete = asked === 3;
      if (isComplete) finish();
      return { attempt: 1, chunks: [], isComplete } as unknown as JobOutputBody;
    },
    pause: async () => void steps.push("paused"),
  });
  await finished;
  watch.close();
  expect(steps).toEqual(["asked", "paused", "asked", "paused", "asked"]);
});
