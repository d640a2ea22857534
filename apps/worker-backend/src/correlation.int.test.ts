import { Writable } from "node:stream";
import { createLogger } from "@workspace/common/logger";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { openSandbox } from "../tests/open-sandbox.js";
import { openWorkshop } from "../tests/open-workshop.js";
import { breakOnce, brokenSandbox } from "../tests/sandboxes.js";

const sandbox = await openSandbox({ javascript: 1 });

/** A logger, and the lines of it so far that are about one job. */
function openLog() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const logger = createLogger({ service: "test", level: "debug", destination });
  return { logger, linesOf: (id: string) => lines.filter(({ jobId }) => jobId === id) };
}

test("every line about a job names the request that submitted it, from a fault to its end", async () => {
  const workshop = await openWorkshop();
  const { owner, projectId } = workshop;
  const { requestId } = owner;
  const { logger, linesOf } = openLog();
  workshop.startWorker({ sandbox: breakOnce(sandbox), logger });
  const jobId = await workshop.submit(`console.log(1)`);
  await workshop.waitForStatus(jobId, "COMPLETED");
  const ended = { msg: "job attempt ended", requestId, projectId, jobId, attempt: 2 };
  await eventually(() => expect(linesOf(jobId).at(-1)).toMatchObject(ended));
  expect(linesOf(jobId)).toMatchObject([
    { msg: "job attempt failed and will be retried", requestId, jobId, attempts: 1 },
    ended,
  ]);
});

test("so does the alert of a job that exhausted its attempts", async () => {
  const workshop = await openWorkshop();
  const { owner, projectId } = workshop;
  const { requestId } = owner;
  const { logger, linesOf } = openLog();
  workshop.startWorker({ sandbox: brokenSandbox, logger, attempts: 1 });
  const jobId = await workshop.submitRow(`console.log(1)`);
  await workshop.enqueue(jobId, 1);
  const alert = { msg: "job exhausted its attempts", requestId, projectId, jobId, attempts: 1 };
  await eventually(() => expect(linesOf(jobId)).toMatchObject([alert]));
});
