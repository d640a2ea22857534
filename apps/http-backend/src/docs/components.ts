import { accountSchema } from "@workspace/common/contracts/auth";
import { domainEventSchema } from "@workspace/common/contracts/domain-events";
import { errorBodySchema, errorDetailSchema } from "@workspace/common/contracts/errors";
import { healthBodySchema } from "@workspace/common/contracts/health";
import {
  jobBodySchema,
  jobErrorSchema,
  jobOutputBodySchema,
  jobReceiptSchema,
  jobResultSchema,
  jobStatusSchema,
  jobSummarySchema,
  outputChunkSchema,
} from "@workspace/common/contracts/jobs";
import { offeredLanguageSchema } from "@workspace/common/contracts/languages";
import {
  collaboratorBodySchema,
  jsonSchema,
  projectBodySchema,
  projectDetailSchema,
  projectSummarySchema,
  roleSchema,
} from "@workspace/common/contracts/projects";
import {
  cursorUpdateSchema,
  jobUpdatedSchema,
  memberChangedSchema,
  memberSchema,
  projectChangedSchema,
  projectDeletedSchema,
  roomEventSchema,
} from "@workspace/common/contracts/socket-events";
import type { z } from "zod";

/** What both documents name: any JSON looks the same in both directions, and refers to itself. */
export const SHARED_COMPONENTS = { Json: jsonSchema } satisfies Record<string, z.ZodType>;

/** What the gateway sends that has a name of its own in the events' document. */
export const EVENT_COMPONENTS = {
  ...SHARED_COMPONENTS,
  CursorUpdate: cursorUpdateSchema,
  ErrorDetail: errorDetailSchema,
  Job: jobBodySchema,
  JobError: jobErrorSchema,
  JobResult: jobResultSchema,
  JobStatus: jobStatusSchema,
  JobUpdated: jobUpdatedSchema,
  Member: memberSchema,
  MemberChanged: memberChangedSchema,
  ProjectChanged: projectChangedSchema,
  ProjectDeleted: projectDeletedSchema,
  Role: roleSchema,
  RoomEvent: roomEventSchema,
} satisfies Record<string, z.ZodType>;

/** The answers of the REST API that have a name of their own in its document. */
export const ANSWER_COMPONENTS = {
  ...SHARED_COMPONENTS,
  Account: accountSchema,
  Collaborator: collaboratorBodySchema,
  Error: errorBodySchema,
  ErrorDetail: errorDetailSchema,
  Health: healthBodySchema,
  Job: jobBodySchema,
  JobError: jobErrorSchema,
  JobOutput: jobOutputBodySchema,
  JobReceipt: jobReceiptSchema,
  JobResult: jobResultSchema,
  JobStatus: jobStatusSchema,
  JobSummary: jobSummarySchema,
  Language: offeredLanguageSchema,
  LogEntry: domainEventSchema,
  OutputChunk: outputChunkSchema,
  Project: projectBodySchema,
  ProjectDetail: projectDetailSchema,
  ProjectSummary: projectSummarySchema,
  Role: roleSchema,
} satisfies Record<string, z.ZodType>;
