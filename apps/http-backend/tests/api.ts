import { type ErrorBody, errorBodySchema } from "@workspace/common/contracts/errors";
import request, { type Response, type Test } from "supertest";
import { expect } from "vitest";
import { checkAnswer } from "./check-answer.js";
import type { TestApp } from "./open-test-app.js";

/** What is sent beside method and path. */
interface Sent {
  token?: string | undefined;
  body?: object | undefined;
  headers?: Record<string, string>;
}

/** How paths begin that are whole. */
const OUTSIDE_API = ["/health", "/docs", "/openapi.json", "/asyncapi.json", "/api/"];

/**
 * Calls the API, as in `callApi(app, "GET /projects", { token })`; checks of the answer only that it is one that
 * the API's document has.
 */
export function callApi(app: TestApp, route: string, { token, body, headers }: Sent = {}): Test {
  const [method = "", path = ""] = route.split(" ");
  const isOutsideApi = OUTSIDE_API.some((prefix) => path.startsWith(prefix));
  const target = isOutsideApi ? path : `/api/v1${path}`;
  const call = request(app.url)[method.toLowerCase() as "get"](target);
  void call.expect(({ status, headers, text = "" }: Response) => {
    const header = (name: string): string | undefined =>
      (headers as Record<string, string>)[name.toLowerCase()];
    checkAnswer({ method, target, status, header, text });
  });
  if (token !== undefined) void call.set("Authorization", `Bearer ${token}`);
  if (headers !== undefined) void call.set(headers);
  return body === undefined ? call : call.send(body);
}

/** A registered user who is logged in. */
export interface Account {
  id: string;
  email: string;
  name: string;
  password: string;
  token: string;
}

let accounts = 0;

export async function createAccount(app: TestApp, name = "Someone"): Promise<Account> {
  const email = `user${(accounts += 1)}@example.com`;
  const password = "password123";
  await callApi(app, "POST /auth/signup", { body: { email, password, name } }).expect(201);
  const { id, token } = await logIn(app, { email, password });
  return { id, email, name, password, token };
}

/** Opens another session of an account. */
export async function logIn(
  app: TestApp,
  { email, password }: Pick<Account, "email" | "password">,
): Promise<{ id: string; token: string }> {
  const { body } = await callApi(app, "POST /auth/login", { body: { email, password } }).expect(
    200,
  );
  const { token, user } = (body as { data: { token: string; user: { id: string } } }).data;
  return { id: user.id, token };
}

export async function createProject(app: TestApp, { token }: Account, name = "P"): Promise<string> {
  const { body } = await callApi(app, "POST /projects", { token, body: { name } }).expect(201);
  return (body as { id: string }).id;
}

export async function addMember(
  app: TestApp,
  owner: Account,
  projectId: string,
  member: { email: string; role: "COLLABORATOR" | "VIEWER" },
): Promise<void> {
  const { token } = owner;
  const route = `POST /projects/${projectId}/collaborators`;
  await callApi(app, route, { token, body: member }).expect(201);
}

/** The documented example of a job, in a project. */
export const jobInput = (projectId: string) => ({
  projectId,
  type: "CODE_EXECUTION",
  payload: { code: "console.log('Hello')", language: "javascript" },
});

export async function createJob(
  app: TestApp,
  { token }: Account,
  projectId: string,
): Promise<string> {
  const body = jobInput(projectId);
  const answer = await callApi(app, "POST /jobs/submit", { token, body }).expect(201);
  return (answer.body as { jobId: string }).jobId;
}

/** Checks that an answer is a refusal in the documented shape, without anything else in it. */
export function expectRefusal(answer: Response, status: number, code: string): ErrorBody["error"] {
  expect({ status: answer.status, code: (answer.body as Partial<ErrorBody>).error?.code }).toEqual({
    status,
    code,
  });
  const body = errorBodySchema.parse(answer.body);
  expect(answer.body).toEqual(body);
  expect(answer.type).toBe("application/json");
  expect(body.error.requestId).toBe(answer.headers["x-request-id"]);
  return body.error;
}
