import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  changePasswordSchema,
  loginResponseSchema,
  loginSchema,
  signupResponseSchema,
  signupSchema,
} from "./auth.js";
import { projectTopic, userTopic, workerTopic } from "./bus-topics.js";
import { domainEventSchema } from "./domain-events.js";
import { errorBodySchema } from "./errors.js";
import { pageQuerySchema } from "./fields.js";
import { queuedJobSchema } from "./job-queue.js";
import { createSubmitJobSchema } from "./jobs.js";
import {
  addCollaboratorSchema,
  createProjectSchema,
  eventsQuerySchema,
  projectChangesSchema,
  updateCollaboratorSchema,
} from "./projects.js";
import { DEFAULT_JOB_CAPS } from "./run-limits.js";
import {
  authRefreshSchema,
  cursorMoveSchema,
  jobCancelSchema,
  joinProjectSchema,
  leaveProjectSchema,
  projectUpdateSchema,
} from "./socket-events.js";

const ID = "0199a3b2-7c1e-7d4f-8a90-1b2c3d4e5f60";
const EMAIL = "user@example.com";
const CODE = { code: "console.log('Hello')", language: "javascript" };
const JOB = { projectId: ID, type: "CODE_EXECUTION", payload: CODE };
const EVENT = {
  projectId: ID,
  seq: 1,
  actorId: ID,
  requestId: null,
  at: "2026-01-01T00:00:00.000Z",
};

const submitJobSchema = createSubmitJobSchema(DEFAULT_JOB_CAPS);

type Case = [what: string, schema: z.ZodType, input: unknown];

describe("the documented bodies are accepted as they stand", () => {
  test.each<Case>([
    [
      "POST /auth/signup",
      signupSchema,
      { email: EMAIL, password: "password123", name: "John Doe" },
    ],
    ["POST /auth/login", loginSchema, { email: EMAIL, password: "password123" }],
    [
      "PUT /auth/password",
      changePasswordSchema,
      { currentPassword: "password123", newPassword: "correct horse" },
    ],
    [
      "POST /projects",
      createProjectSchema,
      { name: "My Project", description: "Project description" },
    ],
    [
      "PUT /projects/:id",
      projectChangesSchema,
      { name: "Updated Name", description: "Updated description" },
    ],
    ["POST …/collaborators", addCollaboratorSchema, { email: EMAIL, role: "COLLABORATOR" }],
    ["PUT …/collaborators/:userId", updateCollaboratorSchema, { role: "VIEWER" }],
    ["POST /jobs/submit", submitJobSchema, JOB],
    ["join:project", joinProjectSchema, { projectId: ID }],
    ["job:cancel", jobCancelSchema, { jobId: ID }],
    ["cursor:move", cursorMoveSchema, { projectId: ID, x: 100, y: 200, color: "#FF0000" }],
    ["project:update", projectUpdateSchema, { projectId: ID, changes: { name: "New Name" } }],
  ])("%s", (_what, schema, input) => {
    expect(schema.parse(input)).toEqual(input);
  });

  test.each<Case>([
    [
      "POST /auth/signup",
      signupResponseSchema,
      { success: true, data: { id: ID, email: EMAIL, name: "J" } },
    ],
    [
      "POST /auth/login",
      loginResponseSchema,
      {
        success: true,
        data: { token: "jwt", expiresAt: EVENT.at, user: { id: ID, email: EMAIL, name: "J" } },
      },
    ],
    [
      "a refusal",
      errorBodySchema,
      {
        success: false,
        error: { code: "NOT_FOUND", message: "Project not found", requestId: "r1" },
      },
    ],
  ])("as the answer to %s", (_what, schema, body) => {
    expect(schema.parse(body)).toEqual(body);
  });
});

describe("what else is accepted", () => {
  test.each<[what: string, schema: z.ZodType, input: unknown, output: unknown]>([
    [
      "an e-mail address in any case, lower-cased",
      loginSchema,
      { email: "  User@Example.COM ", password: "p" },
      { email: EMAIL, password: "p" },
    ],
    [
      "a name with spaces around, trimmed",
      createProjectSchema,
      { name: " n " },
      { name: "n", description: "" },
    ],
    [
      "a password of 8 characters",
      signupSchema.pick({ password: true }),
      { password: "12345678" },
      { password: "12345678" },
    ],
    [
      "a password of 72 bytes",
      signupSchema.pick({ password: true }),
      { password: "ü".repeat(36) },
      { password: "ü".repeat(36) },
    ],
    [
      "spaces in a password, kept",
      signupSchema.pick({ password: true }),
      { password: "  spaces  " },
      { password: "  spaces  " },
    ],
    [
      "an id in capital letters, lower-cased",
      joinProjectSchema,
      { projectId: ID.toUpperCase() },
      { projectId: ID },
    ],
    ["a page without a query", pageQuerySchema, {}, { limit: 50 }],
    [
      "a page's query as text",
      pageQuerySchema,
      { limit: "100", cursor: ID },
      { limit: 100, cursor: ID },
    ],
    ["events from the start", eventsQuerySchema, {}, { after: 0, limit: 100 }],
    [
      "a cursor without a colour",
      cursorMoveSchema,
      { projectId: ID, x: -1.5, y: 0 },
      { projectId: ID, x: -1.5, y: 0, color: "#888888" },
    ],
    [
      "content that removes a member",
      projectChangesSchema,
      { content: { a: null } },
      { content: { a: null } },
    ],
    [
      "a returning client",
      joinProjectSchema,
      { projectId: ID, lastSeq: 0 },
      { projectId: ID, lastSeq: 0 },
    ],
    [
      "keys that are not known, dropped",
      updateCollaboratorSchema,
      { role: "VIEWER", isAdmin: true },
      { role: "VIEWER" },
    ],
  ])("%s", (_what, schema, input, output) => {
    expect(schema.parse(input)).toEqual(output);
  });
});

describe("what is refused", () => {
  const signup = { email: EMAIL, password: "password123", name: "John" };

  test.each<Case>([
    ["an e-mail address without a host", signupSchema, { ...signup, email: "user@" }],
    [
      "an e-mail address of 255 characters",
      signupSchema,
      { ...signup, email: `${"a".repeat(243)}@example.com` },
    ],
    ["an e-mail address that is an object", signupSchema, { ...signup, email: { contains: "@" } }],
    ["a password of 7 characters", signupSchema, { ...signup, password: "1234567" }],
    ["a password of 73 bytes", signupSchema, { ...signup, password: "x".repeat(73) }],
    ["a password of 37 two-byte characters", signupSchema, { ...signup, password: "ü".repeat(37) }],
    ["a password that is a number", signupSchema, { ...signup, password: 12_345_678 }],
    ["a blank name", signupSchema, { ...signup, name: "   " }],
    ["a name of 101 characters", signupSchema, { ...signup, name: "x".repeat(101) }],
    ["a missing name", signupSchema, { email: EMAIL, password: "password123" }],
    ["an empty password at login", loginSchema, { email: EMAIL, password: "" }],
    ["a project without a name", createProjectSchema, { description: "d" }],
    ["a project's name of 201 characters", createProjectSchema, { name: "x".repeat(201) }],
    [
      "a description of 5001 characters",
      createProjectSchema,
      { name: "n", description: "x".repeat(5001) },
    ],
    ["a project that is null", createProjectSchema, null],
    ["an update without a change", projectChangesSchema, {}],
    ["an update of unknown fields only", projectChangesSchema, { ownerId: ID }],
    ["content that is an array", projectChangesSchema, { content: [] }],
    ["content that is null", projectChangesSchema, { content: null }],
    ["the role OWNER", addCollaboratorSchema, { email: EMAIL, role: "OWNER" }],
    ["a role in small letters", updateCollaboratorSchema, { role: "viewer" }],
    ["a role that is an array", updateCollaboratorSchema, { role: ["VIEWER"] }],
    ["a job of an unknown type", submitJobSchema, { ...JOB, type: "SHELL" }],
    [
      "a job in an unknown language",
      submitJobSchema,
      { ...JOB, payload: { ...CODE, language: "cobol" } },
    ],
    ["a job without code", submitJobSchema, { ...JOB, payload: { ...CODE, code: "" } }],
    [
      "a job with 65 arguments",
      submitJobSchema,
      { ...JOB, payload: { ...CODE, args: Array.from({ length: 65 }, () => "") } },
    ],
    ["a job without a project", submitJobSchema, { type: "CODE_EXECUTION", payload: CODE }],
    ["a page of 0 rows", pageQuerySchema, { limit: "0" }],
    ["a page of 101 rows", pageQuerySchema, { limit: "101" }],
    ["a page of 1.5 rows", pageQuerySchema, { limit: "1.5" }],
    ["two limits", pageQuerySchema, { limit: ["1", "2"] }],
    ["a cursor that is no id", pageQuerySchema, { cursor: "../x" }],
    ["events after -1", eventsQuerySchema, { after: "-1" }],
    ["events after more than there can be", eventsQuerySchema, { after: "2147483648" }],
    ["joining no project", joinProjectSchema, {}],
    ["a project id that is no UUID", joinProjectSchema, { projectId: "1' OR '1'='1" }],
    ["a last event of -1", joinProjectSchema, { projectId: ID, lastSeq: -1 }],
    ["leaving by text", leaveProjectSchema, ID],
    [
      "a cursor at infinity",
      cursorMoveSchema,
      { projectId: ID, x: Number.POSITIVE_INFINITY, y: 0 },
    ],
    ["a cursor at a text", cursorMoveSchema, { projectId: ID, x: "1", y: 0 }],
    [
      "a colour that is a style",
      cursorMoveSchema,
      { projectId: ID, x: 1, y: 1, color: "red;top:0" },
    ],
    [
      "an update to a negative version",
      projectUpdateSchema,
      { projectId: ID, changes: { name: "n" }, baseVersion: -1 },
    ],
    ["a refresh without a token", authRefreshSchema, { token: "" }],
    [
      "a new password of 73 bytes",
      changePasswordSchema,
      { currentPassword: "password123", newPassword: "x".repeat(73) },
    ],
    [
      "a new password that is the current one",
      changePasswordSchema,
      { currentPassword: "password123", newPassword: "password123" },
    ],
    ["a queued job without an id", queuedJobSchema, { requestId: null }],
  ])("%s", (_what, schema, input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });
});

describe("what travels on the bus", () => {
  const created = { type: "project.created", payload: { name: "n", description: "" } };
  const memberUpdated = { type: "member.updated", payload: { userId: ID, role: "VIEWER" } };
  const jobUpdated = {
    type: "job.updated",
    payload: {
      jobId: ID,
      jobType: "CODE_EXECUTION",
      status: "PENDING",
      submittedBy: ID,
      error: null,
      executionTime: null,
    },
  };

  test.each([created, memberUpdated, jobUpdated])("$type is an event", (change) => {
    const event = { ...EVENT, ...change };
    expect(domainEventSchema.parse(event)).toEqual(event);
    expect(projectTopic(ID).schema.parse({ kind: "event", event })).toEqual({
      kind: "event",
      event,
    });
  });

  test.each([
    ["of an unknown type", { ...EVENT, type: "project.renamed", payload: {} }],
    ["numbered 0", { ...EVENT, ...created, seq: 0 }],
    ["with another type's payload", { ...EVENT, type: "project.created", payload: { userId: ID } }],
  ])("an event %s is refused", (_what, event) => {
    expect(domainEventSchema.safeParse(event).success).toBe(false);
  });

  test("every topic has a channel of its own", () => {
    expect([projectTopic(ID).channel, userTopic(ID).channel, workerTopic.channel]).toEqual([
      `project:${ID}`,
      `user:${ID}`,
      "workers",
    ]);
  });
});
