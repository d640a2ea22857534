import type { Account, LoginResponse } from "./auth.js";
import type { DomainEvent } from "./domain-events.js";
import type { JobBody } from "./jobs.js";
import type { ProjectBody } from "./projects.js";

// One small world, so that an example of one route can be used in the next.

export const PROJECT_ID = "019a3b2c-7c1e-7d4f-8a90-1b2c3d4e5f60";
export const JOB_ID = "019a3b2c-9f00-7a11-9c22-3d4e5f607182";
export const GRACE_ID = "019a3b2c-5d10-7b22-8b33-4e5f60718293";
export const ACCESS_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTlhIn0.c2lnbmF0dXJl";
export const COLOR = "#FF0000";

export const ADA: Account = {
  id: "019a3b2c-4c00-7a11-9a22-3c4d5e6f7081",
  email: "ada@example.com",
  name: "Ada",
};

export const SIGNED_IN: LoginResponse = {
  success: true,
  data: { token: ACCESS_TOKEN, expiresAt: "2026-11-02T09:30:00.000Z", user: ADA },
};

export const PROJECT: ProjectBody = {
  id: PROJECT_ID,
  name: "Moon landing",
  description: "Everything for July",
  ownerId: ADA.id,
  content: { notes: { n1: { text: "Check the fuel" } } },
  version: 2,
  createdAt: "2026-11-01T09:30:00.000Z",
  updatedAt: "2026-11-01T09:45:00.000Z",
};

export const PROJECT_UPDATED: DomainEvent = {
  projectId: PROJECT_ID,
  seq: 4,
  actorId: ADA.id,
  requestId: "f1f3c5c0-0f0e-4a55-9f62-0d1c52a8f6aa",
  at: PROJECT.updatedAt,
  type: "project.updated",
  payload: { changes: { content: PROJECT.content }, version: 2 },
};

export const JOB: JobBody = {
  id: JOB_ID,
  projectId: PROJECT_ID,
  type: "CODE_EXECUTION",
  status: "COMPLETED",
  submittedBy: ADA.id,
  payload: { language: "python", code: "print(6 * 7)" },
  result: {
    output: "42\n",
    stdout: "42\n",
    stderr: "",
    exitCode: 0,
    signal: null,
    executionTime: 3.5,
    cpuTime: 2.9,
    memoryPeak: 9_437_184,
    truncated: false,
    isolation: "namespaces",
    limits: { wallMs: 5000, cpuMs: 5000, memoryBytes: 536_870_912, outputBytes: 1_048_576 },
  },
  error: null,
  attempts: 1,
  createdAt: "2026-11-01T09:50:00.000Z",
  startedAt: "2026-11-01T09:50:00.020Z",
  completedAt: "2026-11-01T09:50:00.031Z",
};

/** The same job, cancelled while it ran. */
export const CANCELLED_JOB: JobBody = {
  ...JOB,
  status: "FAILED",
  result: null,
  error: { code: "CANCELLED", message: "The job was cancelled" },
};
