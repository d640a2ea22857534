import { errorBodySchema } from "@workspace/common/contracts/errors";
import { beforeEach, expect } from "vitest";
import { callApi, createAccount, createProject } from "../../../apps/http-backend/tests/api.js";
import { openAttackTarget } from "./open-attack-target.js";
import { type RawAnswer, sendRequest } from "./send-request.js";
import { NOTHING_WRITTEN, watchWrites } from "./watch-writes.js";

/** An answer must not be an amplifier: not much larger than what a person reads. */
export const MAX_REFUSAL_BYTES = 10_000;

interface Sent {
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** What {@link openAttackTarget} opens, with a user who sends it bodies, and for each test a new project of theirs. */
export async function openBodyTarget() {
  const { app, gateway } = await openAttackTarget();
  const watch = await watchWrites(app.database);
  const owner = await createAccount(app);
  const { token } = owner;
  const project = { id: "" };
  beforeEach(async () => {
    project.id = await createProject(app, owner);
  });

  const send = (route: string, { headers, body }: Sent): Promise<RawAnswer> =>
    sendRequest(app.url, {
      route,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      body,
    });
  const put = (body: string | Buffer, headers: Record<string, string> = {}): Promise<RawAnswer> =>
    send(`PUT /api/v1/projects/${project.id}`, { body, headers });
  const submit = (
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<RawAnswer> => send("POST /api/v1/jobs/submit", { body, headers });

  /** Refused as documented, with nothing written, and the next request is served. */
  async function expectHarmless(attack: () => Promise<RawAnswer>, ...statuses: number[]) {
    await watch.take();
    const { status, text } = await attack();
    expect(statuses, text.slice(0, 500)).toContain(status);
    const body: unknown = JSON.parse(text);
    expect(errorBodySchema.parse(body)).toEqual(body);
    expect(text.length).toBeLessThan(MAX_REFUSAL_BYTES);
    expect(await watch.take()).toEqual(NOTHING_WRITTEN);
    await callApi(app, `GET /projects/${project.id}`, { token }).expect(200);
  }

  return { app, gateway, watch, owner, project, send, put, submit, expectHarmless };
}

/** JSON of arrays in arrays. */
export const arrays = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
/** JSON of objects in objects. */
export const objects = (levels: number): string =>
  `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
