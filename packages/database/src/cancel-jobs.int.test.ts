import { expect, test } from "vitest";
import { createTeam } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { removeCollaborator } from "./write-collaborators.js";
import { deleteProject } from "./write-project.js";

const database = await openTestDatabase();
const MANY = 5000;

/** As many jobs as wait in the longest queue, made of one that was submitted. */
async function createTeamWithManyJobs() {
  const team = await createTeam(database);
  const kept = await submitTestJob(database, team.owner, team.projectId);
  const job = await submitTestJob(database, team.collaborator, team.projectId);
  await database.pool.query(
    `INSERT INTO "Job" (id, "projectId", "submittedById", type, payload)
     SELECT gen_random_uuid(), "projectId", "submittedById", type, payload
     FROM "Job", generate_series(2, $2::int) WHERE id = $1`,
    [job.id, MANY],
  );
  const { seq } = await database.prisma.project.findUniqueOrThrow({
    where: { id: team.projectId },
    select: { seq: true },
  });
  return { ...team, kept, seq };
}

const range = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => first + index);

test("thousands of jobs are cancelled with their project, each with an entry of its own, without holes", async () => {
  const { owner, projectId, seq } = await createTeamWithManyJobs();
  const { events } = await deleteProject(database, owner, projectId);
  expect(events.map((event) => event.seq)).toEqual(range(seq + 1, MANY + 2));
  expect(events.at(-1)?.type).toBe("project.deleted");
  expect(events[0]).toMatchObject({
    type: "job.updated",
    actorId: owner.userId,
    payload: { status: "FAILED", error: { code: "CANCELLED" } },
  });
});

test("thousands of jobs are cancelled when their submitter is removed, and nobody else's", async () => {
  const { owner, collaborator, projectId, kept, seq } = await createTeamWithManyJobs();
  const which = { projectId, userId: collaborator.userId };
  const { events } = await removeCollaborator(database, owner, which);
  expect(events.map((event) => event.seq)).toEqual(range(seq + 1, MANY + 1));
  const unfinished = await database.prisma.job.findMany({
    where: { projectId, status: "PENDING" },
    select: { id: true },
  });
  expect(unfinished).toEqual([{ id: kept.id }]);
});
