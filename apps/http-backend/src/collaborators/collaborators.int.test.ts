import { newId } from "@workspace/database/new-id";
import { expect, test } from "vitest";
import {
  addMember,
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
} from "../../tests/api.js";
import { openTestApp } from "../../tests/open-test-app.js";

const app = await openTestApp();

async function createPair(role?: "COLLABORATOR" | "VIEWER") {
  const [owner, member] = [await createAccount(app), await createAccount(app)];
  const projectId = await createProject(app, owner);
  if (role !== undefined) await addMember(app, owner, projectId, { email: member.email, role });
  return { owner, member, projectId, route: `/projects/${projectId}/collaborators` };
}

test("adding a collaborator answers 201 with the documented body, and they are in at once", async () => {
  const { owner, member, projectId, route } = await createPair();
  const body = { email: member.email.toUpperCase(), role: "COLLABORATOR" };
  const answer = await callApi(app, `POST ${route}`, { token: owner.token, body }).expect(201);
  expect(answer.body).toEqual({ projectId, userId: member.id, role: "COLLABORATOR" });
  await callApi(app, `GET /projects/${projectId}`, { token: member.token }).expect(200);
});

test("who is a member already, the owner too, is not added again", async () => {
  const { owner, member, route } = await createPair("VIEWER");
  for (const { email } of [owner, member]) {
    const body = { email, role: "COLLABORATOR" };
    const answer = await callApi(app, `POST ${route}`, { token: owner.token, body });
    expectRefusal(answer, 409, "COLLABORATOR_EXISTS");
  }
});

test("who has no account is not found", async () => {
  const { owner, route } = await createPair();
  const body = { email: "nobody@example.com", role: "VIEWER" };
  const answer = await callApi(app, `POST ${route}`, { token: owner.token, body });
  expect(expectRefusal(answer, 404, "NOT_FOUND").message).toBe("User not found");
});

test("ownership cannot be granted, neither with a new member nor later", async () => {
  const { owner, member, route } = await createPair("VIEWER");
  const { token } = owner;
  const { email } = await createAccount(app);
  const added = await callApi(app, `POST ${route}`, { token, body: { email, role: "OWNER" } });
  expectRefusal(added, 400, "VALIDATION_FAILED");
  const body = { role: "OWNER" };
  const changed = await callApi(app, `PUT ${route}/${member.id}`, { token, body });
  expectRefusal(changed, 400, "VALIDATION_FAILED");
});

test("changing a role answers 200 with the collaborator, and holds from the next request on", async () => {
  const { owner, member, projectId, route } = await createPair("COLLABORATOR");
  const edit = () =>
    callApi(app, `PUT /projects/${projectId}`, { token: member.token, body: { name: "New" } });
  await edit().expect(200);
  const answer = await callApi(app, `PUT ${route}/${member.id}`, {
    token: owner.token,
    body: { role: "VIEWER" },
  }).expect(200);
  expect(answer.body).toEqual({ projectId, userId: member.id, role: "VIEWER" });
  expectRefusal(await edit(), 403, "FORBIDDEN");
});

test("removing a collaborator answers 204, shuts them out and cancels their jobs", async () => {
  const { owner, member, projectId, route } = await createPair("COLLABORATOR");
  const jobId = await createJob(app, member, projectId);
  const answer = await callApi(app, `DELETE ${route}/${member.id}`, { token: owner.token });
  expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: "" });
  const read = await callApi(app, `GET /projects/${projectId}`, { token: member.token });
  expectRefusal(read, 403, "FORBIDDEN");
  const job = await callApi(app, `GET /jobs/${jobId}`, { token: owner.token }).expect(200);
  expect(job.body).toMatchObject({ status: "FAILED", error: { code: "CANCELLED" } });
});

test("who is no collaborator, the owner too, can be neither changed nor removed", async () => {
  const { owner, member, route } = await createPair();
  for (const id of [owner.id, member.id, newId()]) {
    const call = { token: owner.token, body: { role: "VIEWER" } };
    expectRefusal(await callApi(app, `PUT ${route}/${id}`, call), 404, "NOT_FOUND");
    expectRefusal(await callApi(app, `DELETE ${route}/${id}`, call), 404, "NOT_FOUND");
  }
});
