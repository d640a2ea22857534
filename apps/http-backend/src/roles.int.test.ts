import { newId } from "@workspace/database/new-id";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Account,
  addMember,
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
  jobInput,
  logIn,
} from "../tests/api.js";
import { openTestApp } from "../tests/open-test-app.js";
import { listRoutes } from "../tests/list-routes.js";

const app = await openTestApp();

type Role = "OWNER" | "COLLABORATOR" | "VIEWER" | "stranger";
type Place = "projectId" | "jobId" | "memberId" | "unique";
type Statuses = [
  OWNER: number,
  COLLABORATOR: number,
  VIEWER: number,
  stranger: number,
  nobody: number,
];
type Row = [route: string, statuses: Statuses, body?: (place: Record<Place, string>) => object];

const account = (email: string) => ({ email, password: "password123", name: "N" });

/** Every route of the API: what it answers to whom. */
const ROLE_MATRIX: Row[] = [
  ["GET /health", [200, 200, 200, 200, 200]],
  ["GET /health/ready", [200, 200, 200, 200, 200]],
  ["GET /openapi.json", [200, 200, 200, 200, 200]],
  ["GET /asyncapi.json", [200, 200, 200, 200, 200]],
  ["GET /docs/events", [200, 200, 200, 200, 200]],
  ["GET /docs", [200, 200, 200, 200, 200]],
  ["GET /docs/assets/docs.css", [200, 200, 200, 200, 200]],
  ["GET /docs/assets/rest-page.js", [200, 200, 200, 200, 200]],
  ["GET /docs/assets/swagger-ui.css", [200, 200, 200, 200, 200]],
  ["GET /docs/assets/swagger-ui-bundle.js", [200, 200, 200, 200, 200]],
  [
    "POST /auth/signup",
    [201, 201, 201, 201, 201],
    ({ unique }) => account(`${unique}@example.com`),
  ],
  ["POST /auth/login", [200, 200, 200, 200, 200], () => account("anyone@example.com")],
  ["GET /auth/me", [200, 200, 200, 200, 401]],
  // The same password again: it must stay as it is for the other rows.
  [
    "PUT /auth/password",
    [400, 400, 400, 400, 401],
    () => ({ currentPassword: "password123", newPassword: "password123" }),
  ],
  ["POST /auth/refresh", [200, 200, 200, 200, 401]],
  ["POST /auth/logout", [200, 200, 200, 200, 401]],
  ["POST /projects", [201, 201, 201, 201, 401], () => ({ name: "N" })],
  ["GET /projects", [200, 200, 200, 200, 401]],
  ["GET /projects/:projectId", [200, 200, 200, 403, 401]],
  ["PUT /projects/:projectId", [200, 200, 403, 403, 401], () => ({ name: "N" })],
  ["DELETE /projects/:projectId", [204, 403, 403, 403, 401]],
  ["GET /projects/:projectId/events", [200, 200, 200, 403, 401]],
  [
    "POST /projects/:projectId/collaborators",
    [201, 403, 403, 403, 401],
    () => ({ email: "anyone@example.com", role: "VIEWER" }),
  ],
  [
    "PUT /projects/:projectId/collaborators/:memberId",
    [200, 403, 403, 403, 401],
    () => ({ role: "VIEWER" }),
  ],
  ["DELETE /projects/:projectId/collaborators/:memberId", [204, 403, 403, 403, 401]],
  ["GET /projects/:projectId/jobs", [200, 200, 200, 403, 401]],
  ["POST /jobs/submit", [201, 201, 403, 403, 401], ({ projectId }) => jobInput(projectId)],
  ["GET /jobs/:jobId", [200, 200, 200, 403, 401]],
  ["GET /jobs/:jobId/output", [200, 200, 200, 403, 401]],
  ["POST /jobs/:jobId/cancel", [200, 200, 403, 403, 401]],
  ["GET /languages", [200, 200, 200, 200, 401]],
];

const accounts = {} as Record<Role, Account>;

beforeAll(async () => {
  for (const role of ["OWNER", "COLLABORATOR", "VIEWER", "stranger"] as const)
    accounts[role] = await createAccount(app, role);
  await callApi(app, "POST /auth/signup", { body: account("anyone@example.com") }).expect(201);
});

/** A project with a member of each role and a job, so that whatever a test does to it is its own. */
async function createPlace(): Promise<Record<Place, string>> {
  const { OWNER, COLLABORATOR, VIEWER } = accounts;
  const projectId = await createProject(app, OWNER);
  await addMember(app, OWNER, projectId, { email: COLLABORATOR.email, role: "COLLABORATOR" });
  await addMember(app, OWNER, projectId, { email: VIEWER.email, role: "VIEWER" });
  const jobId = await createJob(app, OWNER, projectId);
  return { projectId, jobId, memberId: VIEWER.id, unique: newId() };
}

const fill = (route: string, place: Record<Place, string>): string =>
  route.replace(/:(\w+)/g, (_match, name: Place) => place[name]);

describe.each(ROLE_MATRIX)("%s", (route, [OWNER, COLLABORATOR, VIEWER, stranger, nobody], body) => {
  test.each([
    ["OWNER", OWNER],
    ["COLLABORATOR", COLLABORATOR],
    ["VIEWER", VIEWER],
    ["stranger", stranger],
  ] as const)("as %s is %i", async (role, status) => {
    const place = await createPlace();
    const { token } = await logIn(app, accounts[role]);
    const answer = await callApi(app, fill(route, place), { token, body: body?.(place) });
    expect(answer.status).toBe(status);
    if (status === 403) expectRefusal(answer, 403, "FORBIDDEN");
  });

  test(`without a token is ${nobody}`, async () => {
    const place = await createPlace();
    const answer = await callApi(app, fill(route, place), { body: body?.(place) });
    expect(answer.status).toBe(nobody);
    if (nobody === 401) expectRefusal(answer, 401, "UNAUTHENTICATED");
  });
});

describe("whoever asks", () => {
  const named = ROLE_MATRIX.filter(([route]) => route.includes(":"));

  test.each(named)("%s of what does not exist is 404", async (route, _statuses, body) => {
    const place = { projectId: newId(), jobId: newId(), memberId: newId(), unique: newId() };
    const { token } = accounts.OWNER;
    const answer = await callApi(app, fill(route, place), { token, body: body?.(place) });
    expectRefusal(answer, 404, "NOT_FOUND");
  });

  test.each(named)("%s with an id that is none is 400", async (route, _statuses, body) => {
    const place = { projectId: "1", jobId: "null", memberId: "x".repeat(36), unique: newId() };
    const { token } = accounts.OWNER;
    const answer = await callApi(app, fill(route, place), { token, body: body?.(place) });
    expectRefusal(answer, 400, "VALIDATION_FAILED");
  });
});

test("a job in an unknown project is 404", async () => {
  const { token } = accounts.OWNER;
  const answer = await callApi(app, "POST /jobs/submit", { token, body: jobInput(newId()) });
  expectRefusal(answer, 404, "NOT_FOUND");
});

test("the matrix has every route that Express has, and no other", () => {
  // Routers name their parameters as they like.
  const rename = (route: string) => route.replace("/api/v1", "").replace(/:\w+/g, ":id");
  expect(ROLE_MATRIX.map(([route]) => rename(route)).sort()).toEqual(
    listRoutes(app.app).map(rename).sort(),
  );
});
