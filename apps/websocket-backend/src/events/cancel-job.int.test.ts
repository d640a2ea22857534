import { workerTopic } from "@workspace/common/contracts/bus-topics";
import { jobBodySchema } from "@workspace/common/contracts/jobs";
import { startAttempt } from "@workspace/database/job-attempts";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { connectClient } from "../../tests/connect-client.js";
import { createTeam, submitJob } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });
const { database, bus } = backends.services;
const error = { code: "CANCELLED", message: "The job was cancelled" };

test.each(["waiting", "running"])(
  "cancelling a %s job answers as REST does, tells the workers and the room",
  async (state) => {
    const team = await createTeam(backends);
    const [owner, viewer] = await Promise.all([
      connectClient(url, { token: team.owner.token }),
      connectClient(url, { token: team.viewer.token }),
    ]);
    await viewer.join(team.projectId);
    const jobId = await submitJob(backends, team);
    if (state === "running") await startAttempt(database, jobId);
    const told: string[] = [];
    onTestFinished(await bus.subscribe(workerTopic, (message) => told.push(message.jobId)));

    const answer = await owner.send("job:cancel", { jobId });
    const body = jobBodySchema.parse(answer.ok && answer.data);
    expect(answer).toEqual({ ok: true, data: body });
    expect(body).toMatchObject({ id: jobId, status: "FAILED", error, result: null });
    await eventually(() => expect(told).toEqual([jobId]));
    await eventually(() =>
      expect(viewer.all("job:updated").at(-1)).toMatchObject({ jobId, status: "FAILED", error }),
    );
  },
);

test("a job that has finished is refused as on REST, in the acknowledgement or without one", async () => {
  const team = await createTeam(backends);
  const owner = await connectClient(url, { token: team.owner.token });
  const jobId = await submitJob(backends, team);
  expect(await owner.send("job:cancel", { jobId })).toMatchObject({ ok: true });
  const refused = {
    code: "JOB_FINISHED",
    message: "The job has already finished",
    requestId: expect.any(String),
  };
  expect(await owner.send("job:cancel", { jobId })).toEqual({ ok: false, error: refused });
  owner.socket.emit("job:cancel", { jobId });
  expect(await owner.next("error:event")).toEqual({ event: "job:cancel", ...refused });
});
