import type { OfferedLanguage } from "@workspace/common/contracts/languages";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { call, createTeam, finished, submit } from "./client.js";

test("every language that is offered runs, with the isolation and limits that the offer names", async () => {
  const { projectId, owner, stranger } = await createTeam();
  const offers = await eventually(async () => {
    const { token } = stranger;
    const { status, body } = await call<OfferedLanguage[]>("GET", "/languages", { token });
    return status === 200 && body.length > 0 && body;
  });
  expect(offers.map(({ name }) => name)).toEqual(["javascript", "typescript", "python"]);
  for (const { name, isAvailable, isolation, limits } of offers) {
    expect(isAvailable).toBe(true);
    const code = name === "python" ? "print(1)" : "console.log(1)";
    const jobId = await submit(owner.token, projectId, { language: name, code });
    const job = await finished(owner.token, jobId);
    expect(job).toMatchObject({
      status: "COMPLETED",
      result: { stdout: "1\n", isolation, limits },
    });
  }
});
